namespace Catchment.Core.Storage;

/// <summary>
/// Flushes one descriptor for many threads: a flush serves everybody who asked before it began, so that under load one
/// journal commit of the file system stands for many writers.
/// </summary>
internal sealed class SharedFlush(Func<int> flush)
{
    private readonly Lock _lock = new();
    private long _asked;
    private long _served;

    /// <summary>Returns when what this thread has written before is on the medium.</summary>
    /// <returns>0, or the error number.</returns>
    internal int Flush()
    {
        var mine = Interlocked.Increment(ref _asked);
        lock (_lock)
        {
            if (_served >= mine)
                return 0;
            var covered = Interlocked.Read(ref _asked);
            var errno = flush();
            if (errno is not (0 or Linux.EINVAL)) // EINVAL: a file system that has no such flush.
                return errno;
            _served = covered;
            return 0;
        }
    }
}
