namespace Catchment.Files.Tables;

/// <summary>A row of the events table.</summary>
/// <param name="FileId">The file's row number.</param>
/// <param name="Start">Local time, microseconds since 1970-01-01 (<see cref="LocalTime"/>).</param>
/// <param name="Status">What it says.</param>
/// <remarks>Source: <c>files</c> 3.3, 5.3.</remarks>
internal sealed record FileEvent(long FileId, long Start, FileStatus Status)
{
    /// <summary>The plugin's version; null: none.</summary>
    public string? Version { get; init; }

    /// <summary>How long the attempt took; null: there was none.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The reason; null: none.</summary>
    public string? Message { get; init; }
}
