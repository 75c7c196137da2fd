namespace Catchment.Files.Patterns;

/// <summary>A text is no pattern of paths below the storage folder.</summary>
/// <param name="reason">What is wrong with it, ready for a sentence.</param>
public sealed class PathPatternException(string reason) : Exception(reason);
