using System.Globalization;

namespace Catchment.Cameras.Pruning;

/// <summary>What a class name of the type <c>fr1</c> tells: <c>Ann: 99.61% (distance|margin|usable|facecount)</c>.</summary>
/// <param name="Confidence">How sure the recognition is, 0 to 1.</param>
/// <param name="IsUsable">The face can be used.</param>
/// <remarks>Source: the camera specification, 5 and 11. A name may hold blanks and colons here; the original's work on the day ended at one.</remarks>
internal readonly record struct SeenFace(double Confidence, bool IsUsable)
{
    /// <summary>The tracking sets' type.</summary>
    internal const string Type = "fr1";

    /// <summary>Reads a class name.</summary>
    /// <returns>False when it has another form.</returns>
    internal static bool TryRead(string? className, out SeenFace face)
    {
        face = default;
        var text = className.AsSpan().TrimEnd();
        var open = text.LastIndexOf('(');
        if (open < 0 || text[^1] != ')')
            return false;
        var figures = text[(open + 1)..^1];
        text = text[..open].TrimEnd();
        var colon = text.LastIndexOf(':');
        if (colon < 0 || text[^1] != '%' || !TryReadNumber(text[(colon + 1)..^1], out var percentage))
            return false;
        Span<Range> parts = stackalloc Range[5];
        if (figures.Split(parts, '|') != 4 || !TryReadNumber(figures[parts[2]], out var usable))
            return false;
        face = new SeenFace(percentage / 100, usable is 1);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
