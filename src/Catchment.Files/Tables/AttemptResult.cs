namespace Catchment.Files.Tables;

/// <summary>What became of a claim.</summary>
/// <param name="FileId">The file.</param>
/// <param name="Status">SUCCESS, FAILURE, IGNORED, INVALID or UNKNOWN.</param>
/// <param name="Start">Local time: the start of the plugin's call, or of the decision.</param>
/// <remarks>Source: <c>files</c> 5.3.</remarks>
public sealed record AttemptResult(long FileId, FileStatus Status, DateTime Start)
{
    /// <summary>The plugin's version; null: none.</summary>
    public string? Version { get; init; }

    /// <summary>How long it took: zero for IGNORED and INVALID; null for UNKNOWN.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The reason; null: none.</summary>
    public string? Message { get; init; }
}
