namespace Catchment.Commands.Events;

/// <summary>The end of a rebuild of recorded events as a line of JSON, with what is wrong with their files.</summary>
internal sealed record RecordingsRebuildLine(
    string Of, int Days, long Looked, long Added, long Removed,
    long MissingCount, IReadOnlyList<RecordingsRebuildLine.MissingFile> Missing,
    long OrphanCount, long OrphansRemoved, IReadOnlyList<RecordingsRebuildLine.Orphan> Orphans)
{
    /// <summary>A row of an index without a file.</summary>
    internal sealed record MissingFile(string Date, string Event, string Type);

    /// <summary>Files of an event that no index names.</summary>
    internal sealed record Orphan(string Date, string Event, int Pictures, int Sets, long Bytes, DateTime Newest, bool Removed);
}
