namespace Catchment.Cameras.Events;

/// <summary>
/// Reads what lies on disk of recorded events: indexes, tracking sets, pictures. What is not there is empty; what cannot be used is left
/// out and counted. Nothing is kept in memory here. Safe for many threads.
/// </summary>
/// <remarks>Source: the camera specification, 5 and 6.3 to 6.6.</remarks>
public interface IEventFiles
{
    /// <summary>The two roots.</summary>
    EventFolders Folders { get; }

    /// <summary>The days that have a folder below the csv root, newest first.</summary>
    /// <exception cref="IOException">The root cannot be read.</exception>
    IReadOnlyList<DateOnly> Days();

    /// <summary>A day's index; empty when there is none.</summary>
    /// <exception cref="IOException">It is there but cannot be read.</exception>
    DayIndex ReadIndex(DateOnly day);

    /// <summary>A tracking set; null when it is absent, has 0 bytes or has another header. Whether the index lists the event is not asked.</summary>
    /// <exception cref="IOException">It is there but cannot be read.</exception>
    TrackingSet? ReadSet(EventKey key, string type);

    /// <summary>The times of an event's pictures, oldest first; foreign file names are skipped.</summary>
    /// <exception cref="IOException">The day's folder is there but cannot be read.</exception>
    IReadOnlyList<DateTime> PictureTimes(EventKey key);
}
