namespace Catchment.Files.Patterns;

/// <summary>A text is no pattern of paths below the storage folder.</summary>
/// <param name="pattern">The text.</param>
/// <param name="reason">What is wrong with it, ready for a sentence.</param>
public sealed class PathPatternException(string pattern, string reason) : Exception(reason)
{
    /// <summary>The text.</summary>
    public string Pattern { get; } = pattern;
}
