namespace Catchment.Core.Storage;

/// <summary>
/// Watches the free space of a medium with two marks: below the low mark nothing more should be written; only when the
/// high mark is reached again does writing go on, so that the state does not flap.
/// </summary>
public sealed class FreeSpaceGuard
{
    private const long MaxDefaultLow = 256L << 20;

    private readonly DriveInfo _medium;
    private volatile bool _isLow;
    private long _free;

    /// <summary>Watches the medium that holds a folder.</summary>
    /// <param name="folder">An existing folder on the medium.</param>
    /// <param name="low">Low mark in bytes; null: 1 % of the medium, at most 256 MiB.</param>
    /// <param name="high">High mark in bytes, not below the low one; null: one and a half times the low mark.</param>
    public FreeSpaceGuard(string folder, long? low = null, long? high = null)
    {
        _medium = new DriveInfo(folder);
        Low = low ?? Math.Min(_medium.TotalSize / 100, MaxDefaultLow);
        High = Math.Max(Low, high ?? (Low + (Low / 2)));
        Check();
    }

    /// <summary>Low mark, in bytes.</summary>
    public long Low { get; }

    /// <summary>High mark, in bytes.</summary>
    public long High { get; }

    /// <summary>Free bytes for this user at the last <see cref="Check"/>.</summary>
    public long Free => Interlocked.Read(ref _free);

    /// <summary>Nothing more should be written for now.</summary>
    public bool IsLow => _isLow;

    /// <summary>Looks at the medium and moves <see cref="IsLow"/> when a mark was crossed.</summary>
    /// <returns>True when <see cref="IsLow"/> changed.</returns>
    /// <exception cref="IOException">The medium cannot be asked (unmounted, gone).</exception>
    public bool Check()
    {
        var free = _medium.AvailableFreeSpace;
        Interlocked.Exchange(ref _free, free);
        var low = _isLow ? free < High : free < Low;
        if (low == _isLow)
            return false;
        _isLow = low;
        return true;
    }
}
