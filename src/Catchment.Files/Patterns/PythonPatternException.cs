namespace Catchment.Files.Patterns;

/// <summary>A text is no regular expression that Python takes, or one that cannot be followed here.</summary>
/// <param name="pattern">The text.</param>
/// <param name="position">Where in the text, in characters from 0.</param>
/// <param name="reason">What is wrong there, ready for a sentence.</param>
public sealed class PythonPatternException(string pattern, int position, string reason)
    : Exception($"{reason} at position {position}")
{
    /// <summary>The text.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>Where in the text, in characters from 0.</summary>
    public int Position { get; } = position;

    /// <summary>What is wrong there, ready for a sentence.</summary>
    public string Reason { get; } = reason;
}
