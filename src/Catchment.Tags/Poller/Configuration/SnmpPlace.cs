using Catchment.Protocols.Snmp;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>Which variable of an SNMP agent a tag is. Source: <c>tags</c> 10.2.</summary>
public sealed record SnmpPlace
{
    /// <summary>The most characters of an address.</summary>
    private const int LongestText = 2_048;

    /// <summary>The variable's name.</summary>
    public Oid Oid { get; init; }

    /// <summary>The file names none.</summary>
    public bool IsMissing { get; init; }

    /// <summary>What it is; null: what the agent says.</summary>
    public SnmpAsnType? Type { get; init; }

    /// <summary>Reads dotted numbers, with or without a leading dot; <c>iso</c> may stand for the first of them, as net-snmp shows it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Null: it is none.</returns>
    public static Oid? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
            return null;
        var numbers = text.AsSpan().TrimStart('.');
        if (text.Length - numbers.Length > 1)
            return null;
        return Oid.TryParse(numbers.StartsWith("iso.", StringComparison.OrdinalIgnoreCase) ? $"1{numbers[3..]}" : numbers, out var oid) ? oid : null;
    }
}
