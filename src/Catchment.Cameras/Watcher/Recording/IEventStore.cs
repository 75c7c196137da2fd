using Catchment.Cameras.Events;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// The one writer of indexes and tracking sets. Rows go to their files at once, each with one call of the system. Safe for many threads at
/// once; what concerns one day's index happens one after another.
/// </summary>
/// <remarks>Source: the camera specification, 5, 10.3 and 10.7.</remarks>
public interface IEventStore
{
    /// <summary>The two roots.</summary>
    EventFolders Folders { get; }

    /// <summary>
    /// Begins an event: makes the day's folder when it is missing, adds the index row of type <c>trk</c> unless there is one (or the event
    /// is not new), and opens its own tracking set with nothing but the header. The event is open until the writer is disposed.
    /// </summary>
    /// <param name="key">The event; its day is that of <see cref="RecordedEvent.Start"/>.</param>
    /// <param name="what">Its index row.</param>
    /// <param name="isNew">An index row is wanted.</param>
    /// <returns>The writer of its set; null: the event is being deleted, or the index has it as another view's.</returns>
    /// <exception cref="IOException">The file system refused.</exception>
    ISetWriter? Begin(EventKey key, RecordedEvent what, bool isNew);

    /// <summary>
    /// Opens a further tracking set of an event that the index lists, with nothing but the header, and adds an index row of its type unless
    /// there is one.
    /// </summary>
    /// <param name="key">The event.</param>
    /// <param name="type">The set's type; not the outpost's own (<see cref="EventNames.OutpostTracking"/>).</param>
    /// <param name="isContinued">The rows that are there stay.</param>
    /// <returns>Null when the index does not list the event, or it is being deleted.</returns>
    /// <exception cref="ArgumentException">The type is none, or the outpost's own.</exception>
    /// <exception cref="IOException">The file system refused.</exception>
    ISetWriter? OpenSet(EventKey key, string type, bool isContinued = false);

    /// <summary>What the day's index tells of an event; null when it is not listed.</summary>
    /// <exception cref="IOException">The index is there but cannot be read.</exception>
    RecordedEvent? FindEvent(EventKey key);

    /// <summary>
    /// Takes all rows of some events out of their day's index, in one step: a new file takes the old one's place; all other lines, foreign
    /// ones too, stay byte for byte. An index whose last row goes stays, empty.
    /// </summary>
    /// <returns>How many rows were taken out.</returns>
    /// <exception cref="IOException">The file system refused; the index is as it was.</exception>
    int RemoveFromIndex(DateOnly day, IReadOnlySet<string> ids);

    /// <summary>Whether an event is under way.</summary>
    bool IsOpen(EventKey key);

    /// <summary>
    /// For who deletes an event: closes its sets, and until the result is disposed refuses whatever comes of it, rows and pictures. When this
    /// returns nothing of it is being written any more.
    /// </summary>
    IDisposable Abandon(EventKey key);
}
