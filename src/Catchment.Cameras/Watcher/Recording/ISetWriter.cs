namespace Catchment.Cameras.Watcher.Recording;

/// <summary>Writes one tracking set. Each row is in the file when <see cref="Append"/> returns. Safe for many threads at once.</summary>
public interface ISetWriter : IDisposable
{
    /// <summary>Appends a row.</summary>
    /// <param name="time">The picture's time.</param>
    /// <param name="objectId">The object's id.</param>
    /// <param name="className">What was seen; a comma, quote or line break in it is quoted.</param>
    /// <param name="x1">Left edge in pixels; may be negative.</param>
    /// <param name="y1">Upper edge.</param>
    /// <param name="x2">Right edge.</param>
    /// <param name="y2">Lower edge.</param>
    /// <returns>False when the set is closed, because its event is being deleted: the row is not kept.</returns>
    /// <exception cref="IOException">The file system refused; nothing of the row stays.</exception>
    bool Append(DateTime time, ReadOnlySpan<char> objectId, ReadOnlySpan<char> className, long x1, long y1, long x2, long y2);
}
