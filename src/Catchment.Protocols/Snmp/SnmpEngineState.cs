using System.Globalization;

namespace Catchment.Protocols.Snmp;

/// <summary>Which engine it is, and how often it has started. Source: RFC 3414, 2.2.</summary>
/// <param name="EngineId">snmpEngineID: 5 to 32 bytes.</param>
/// <param name="Boots">snmpEngineBoots: 1 to 2147483647.</param>
public sealed record SnmpEngineState(ReadOnlyMemory<byte> EngineId, int Boots)
{
    /// <summary>Reads what <see cref="ToString"/> gives.</summary>
    /// <returns>null: it is something else.</returns>
    public static SnmpEngineState? Parse(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || words[0].Length is < 10 or > 64 || words[0].Length % 2 != 0 || !words[0].All(char.IsAsciiHexDigit)
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var boots) || boots < 1)
        {
            return null;
        }

        return new SnmpEngineState(Convert.FromHexString(words[0]), boots);
    }

    /// <summary>The engine's identity in hex, a space, the boots.</summary>
    public override string ToString() => $"{Convert.ToHexString(EngineId.Span)} {Boots}";
}
