using System.Runtime.InteropServices;
using Catchment.Core.Storage;

namespace Catchment.Files.Finder;

/// <summary>
/// Says when a file is whole. It is, when nothing about it has changed for the time of <c>settle</c>: by our clock since it was first met so,
/// as that of a file server may be another; an old file needs no waiting, and one that was renamed into place is whole at once.
/// Safe for the threads of one search, and that of the arrivals.
/// </summary>
/// <remarks>Source: <c>files</c> 4.7, 11 (D6).</remarks>
internal sealed class Settling : IDisposable
{
    /// <summary>Folders that are watched at most; the system has a bound of its own for all programs.</summary>
    private const int MostWatches = 8192;

    /// <summary>Arrivals that are remembered at most; of the others it is not known that they were renamed.</summary>
    private const int MostArrivals = 200_000;

    /// <summary>How far a file server's clock may be behind ours.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, (PathKey Key, byte Turn)> _watched = [];
    private readonly HashSet<PathKey> _folders = [];
    private readonly Dictionary<ulong, long> _arrived = [];
    private readonly Dictionary<ulong, Waiting> _waiting = [];
    private readonly long _old;
    private readonly TimeProvider _time;
    private readonly TimeSpan _settle;
    private readonly FolderWatch? _watch;
    private byte _turn;

    internal Settling(TimeSpan settle, TimeProvider time)
    {
        _settle = settle;
        _old = (settle + ClockTolerance).Ticks * TimeSpan.NanosecondsPerTick;
        _time = time;
        _watch = settle > TimeSpan.Zero ? FolderWatch.Start(FolderChange.MovedInto, Arrived) : null;
    }

    /// <summary>Files that are not whole yet.</summary>
    internal int Count => _waiting.Count;

    /// <summary>A walk begins.</summary>
    internal void BeginSearch() => _turn++;

    /// <summary>A walk ended: files that it did not meet, or that are whole, are forgotten.</summary>
    internal void EndSearch()
    {
        foreach (var key in _waiting.Where(w => w.Value.Turn != _turn).Select(w => w.Key).ToArray())
            _waiting.Remove(key);
        lock (_gate)
        {
            // The system ends the watch of a folder that goes, and numbers no other like it.
            foreach (var (watch, (folder, turn)) in _watched)
            {
                if (turn == _turn)
                    continue;
                _watched.Remove(watch);
                _folders.Remove(folder);
            }
        }
    }

    /// <summary>The walk is in a folder: whatever is renamed into it from now on is whole.</summary>
    internal void Watch(FolderHandle folder, PathKey key)
    {
        if (_watch is null)
            return;
        lock (_gate)
        {
            if (_watched.Count >= MostWatches && !_folders.Contains(key))
                return;
            if (_watch.Add(folder) is not (>= 0 and var watch))
                return;
            _watched[watch] = (key, _turn);
            _folders.Add(key);
        }
    }

    /// <summary>Whether a file is whole.</summary>
    /// <param name="key">Its path.</param>
    /// <param name="facts">What it is.</param>
    internal bool IsWhole(PathKey key, FileFacts facts)
    {
        if (_settle <= TimeSpan.Zero || WasRenamed(key, facts))
            return true;
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        if (now - Math.Max(facts.Modified, facts.Changed) >= _old)
            return true;
        var stamp = PathKey.Stamp(facts);
        lock (_gate)
        {
            ref var waiting = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiting, key.Value, out var isThere);
            if (!isThere || waiting.Stamp != stamp || waiting.Changed != facts.Changed)
                waiting = new Waiting { Stamp = stamp, Changed = facts.Changed, Since = _time.GetTimestamp() };
            waiting.Turn = _turn;
            if (_time.GetElapsedTime(waiting.Since) < _settle)
                return false;
            _waiting.Remove(key.Value);
            return true;
        }
    }

    public void Dispose() => _watch?.Dispose();

    private bool WasRenamed(PathKey key, FileFacts facts)
    {
        lock (_gate)
            return _arrived.Remove(key.Value, out var at) && facts.Modified <= at; // Written to since: somebody still has it open.
    }

    private void Arrived(int watch, FolderChange change, ReadOnlySpan<byte> name)
    {
        if (!change.HasFlag(FolderChange.MovedInto))
            return;

        // The system's clock, as file times are; the injected one may be a test's.
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        lock (_gate)
        {
            if (!_watched.TryGetValue(watch, out var folder))
                return;
            if (_arrived.Count >= MostArrivals)
                _arrived.Clear(); // What is moved in and out again is never asked for.
            _arrived[folder.Key.In(name).Value] = now;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Waiting
    {
        internal ulong Stamp;
        internal long Changed;
        internal long Since;
        internal byte Turn;
    }
}
