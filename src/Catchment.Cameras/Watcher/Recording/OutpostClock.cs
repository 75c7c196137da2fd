namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// Guesses what time it is on an outpost, from the times that its pictures bear: the shortest way that a picture took lately is the
/// difference of the two clocks. Log and pictures come over two connections, so a record may overtake the pictures that were sent before it.
/// Not thread-safe.
/// </summary>
/// <param name="time">Our clock.</param>
internal sealed class OutpostClock(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly long _origin = time.GetTimestamp();
    private long _windowBegan;
    private long _newest = long.MinValue;
    private long _before = long.MinValue;

    /// <summary>A picture with this time came just now.</summary>
    internal void Saw(DateTime picture)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_windowBegan, now) > Window)
        {
            _windowBegan = now;
            _before = _newest;
            _newest = long.MinValue;
        }

        _newest = Math.Max(_newest, picture.Ticks - time.GetElapsedTime(_origin, now).Ticks);
    }

    /// <summary>The outpost's time now; null: no picture came yet.</summary>
    internal DateTime? Now()
    {
        var difference = Math.Max(_newest, _before);
        if (difference == long.MinValue)
            return null;
        var ticks = difference + time.GetElapsedTime(_origin).Ticks;
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTime(ticks);
    }
}
