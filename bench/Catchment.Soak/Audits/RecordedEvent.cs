namespace Catchment.Soak.Audits;

/// <summary>An event as the watcher has recorded it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sets">The types of its rows in the day's index.</param>
/// <param name="Files">The types of its tracking sets on the disk.</param>
/// <param name="Rows">The rows of its set <c>trk</c>: time and object.</param>
/// <param name="Pictures">Its pictures: time and hash.</param>
public sealed record RecordedEvent(string Id, IReadOnlyList<string> Sets, IReadOnlyList<string> Files, IReadOnlyList<string> Rows, IReadOnlyList<(string Time, string Hash)> Pictures);
