namespace Catchment.WebConsole.Api;

/// <summary>What became of a wish to run files again.</summary>
/// <param name="Text">In a sentence.</param>
/// <param name="Added">Files that are to be run again.</param>
/// <param name="UnderWay">Files that are under way, and were left alone.</param>
/// <param name="Next">The cursor to go on with, as there are more; left out: that were all.</param>
public sealed record FileRerunAnswer(string Text, long Added, long UnderWay, string? Next);
