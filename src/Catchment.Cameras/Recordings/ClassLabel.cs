using Catchment.Cameras.Recordings.Tables;

namespace Catchment.Cameras.Recordings;

/// <summary>What a class name names, without the figures beside it.</summary>
/// <remarks>Source: the camera specification, 5.</remarks>
public static class ClassLabel
{
    /// <summary>The most labels of one tracking set; further ones are not found by.</summary>
    public const int MostOfSet = 64;

    /// <summary>
    /// The text before the colon (<c>person: 98.11%</c>, <c>Ann: 99.61% (…)</c>, <c>Face</c>), or, when the class name begins with a number
    /// (<c>28.4 mph: R-to-L</c>), the text after it; null: it names nothing (<c>28.4 mph</c>).
    /// </summary>
    public static string? Of(ReadOnlySpan<char> className)
    {
        className = className.Trim();
        var colon = className.IndexOf(':');
        var label = BeginsWithNumber(className)
            ? colon < 0 ? [] : className[(colon + 1)..]
            : colon < 0 ? className : className[..colon];
        label = label.Trim();
        return label.IsEmpty ? null : RecordedText.Of(label);
    }

    private static bool BeginsWithNumber(ReadOnlySpan<char> text)
    {
        var word = text.IndexOfAny(' ', ':') is var end and >= 0 ? text[..end] : text;
        if (!word.IsEmpty && word[0] is '-' or '+')
            word = word[1..];
        return word.ContainsAnyInRange('0', '9') && !word.TrimStart("0123456789.").ContainsAnyExcept('%');
    }
}
