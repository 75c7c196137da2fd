namespace Catchment.Files.Finder;

/// <summary>A line of a transfer log that names a new file, or should.</summary>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Path">The path as it is written; null: the line is bad.</param>
/// <param name="Problem">What is bad about it.</param>
internal readonly record struct RsyncLogLine(long Number, string? Path, string? Problem);
