using System.Globalization;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>The point of a tag at an IEC 60870-5-104 station. Source: <c>tags</c> 10.2.</summary>
public sealed record Iec104Place
{
    /// <summary>The type in monitor direction; one with and one without a time tag mean the same.</summary>
    public TypeId Type { get; init; } = TypeId.M_ME_NA_1;

    /// <summary>The common address.</summary>
    public int CommonAddress { get; init; } = 1;

    /// <summary>The information object address.</summary>
    public int Address { get; init; }

    /// <summary>The information object address of its commands.</summary>
    public int CommandAddress { get; init; }

    /// <summary>Whether its commands are selected before they are executed.</summary>
    public Iec104Selection Selection { get; init; }

    /// <summary>Whether it can be commanded: a counter cannot.</summary>
    public bool CanWrite => Type.WithoutTime() != TypeId.M_IT_NA_1;

    /// <summary>The type that a text names: <c>M_ME_NC_1</c>, <c>M_ME_NC</c>, <c>ME_NC</c>, <c>SP</c>, or its number.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A type of points or of commands; null: it is none.</returns>
    public static TypeId? TypeOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = text.Trim().ToUpperInvariant().Replace('-', '_').Replace(' ', '_');
        if (byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return IsKnown((TypeId)number) ? (TypeId)number : null;
        if (!word.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return null;
        word = word.EndsWith("_1", StringComparison.Ordinal) ? word[..^2] : word;
        foreach (var form in (ReadOnlySpan<string>)[word, $"M_{word}", $"{word}_NA", $"M_{word}_NA"])
        {
            // The original's own name of the short floating point number.
            var name = form == "M_ME_NF" ? nameof(TypeId.M_ME_NC_1) : $"{form}_1";
            if (Enum.TryParse<TypeId>(name, out var type) && IsKnown(type))
                return type;
        }

        return null;
    }

    private static bool IsKnown(TypeId type) => Enum.IsDefined(type) && (type.IsMonitored() || type.IsCommand());
}
