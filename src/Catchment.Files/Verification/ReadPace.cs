namespace Catchment.Files.Verification;

/// <summary>Keeps reading to a number of bytes in a second: waits whenever it is ahead of it.</summary>
/// <param name="bytesPerSecond">The most; null: no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class ReadPace(long? bytesPerSecond, TimeProvider time)
{
    /// <summary>Shorter waits are not worth their wake.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(5);

    /// <summary>What was not read while the disk or the database was slow is not made up for.</summary>
    private static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(0.25);

    private long _began = time.GetTimestamp();
    private long _bytes;

    /// <summary>Bytes were read: waits until they may have been.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public void Read(long bytes, CancellationToken cancellation)
    {
        if (bytesPerSecond is not { } most)
            return;
        _bytes += bytes;
        var ahead = TimeSpan.FromSeconds((double)_bytes / most) - time.GetElapsedTime(_began);
        if (ahead < -MostBehind)
            (_began, _bytes) = (time.GetTimestamp(), 0);
        else if (ahead > Least)
            Task.Delay(ahead, time, cancellation).GetAwaiter().GetResult();
    }
}
