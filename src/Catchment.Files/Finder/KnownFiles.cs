using System.Runtime.InteropServices;

namespace Catchment.Files.Finder;

/// <summary>
/// Which files are known, and what became of them: so that neither work nor complaint is repeated. A few dozen bytes for each. Those
/// that a whole search did not meet any more are forgotten. Thread-safe.
/// </summary>
/// <remarks>Source: <c>files</c> 4.7, 11 (D11, D41).</remarks>
internal sealed class KnownFiles
{
    /// <summary>More are not remembered: they cost about 400 MB.</summary>
    internal const int Most = 8_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Known> _files = [];
    private byte _turn;
    private int _met;

    /// <summary>How many are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
                return _files.Count;
        }
    }

    /// <summary>Something was remembered or forgotten since it was saved.</summary>
    internal bool IsChanged { get; private set; }

    /// <summary>Some could not be remembered.</summary>
    internal bool IsFull { get; private set; }

    /// <summary>What became of a file that is still as it was; null: not known, or another by now.</summary>
    /// <param name="key">The path.</param>
    /// <param name="stamp">The file as it is.</param>
    internal FileOutcome? Find(PathKey key, ulong stamp)
    {
        lock (_gate)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(_files, key.Value);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref known))
                return null;
            Meet(ref known);
            return known.Stamp == stamp ? known.Outcome : null;
        }
    }

    /// <summary>Remembers what became of a file.</summary>
    /// <returns>False: it was known already, and needs no word.</returns>
    internal bool Remember(PathKey key, ulong stamp, FileOutcome outcome)
    {
        lock (_gate)
        {
            if (_files.Count >= Most && !_files.ContainsKey(key.Value))
            {
                IsFull = true;
                return true;
            }

            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_files, key.Value, out var isThere);
            if (!isThere)
                known.Turn = (byte)(_turn - 1);
            Meet(ref known);
            if (isThere && known.Stamp == stamp && known.Outcome == outcome)
                return false;
            known.Stamp = stamp;
            known.Outcome = outcome;
            IsChanged = true;
            return true;
        }
    }

    /// <summary>Forgets a file, which went.</summary>
    internal void Forget(PathKey key)
    {
        lock (_gate)
        {
            if (!_files.Remove(key.Value, out var known))
                return;
            IsChanged = true;
            if (known.Turn == _turn)
                _met--;
        }
    }

    /// <summary>A search begins.</summary>
    internal void BeginSearch()
    {
        lock (_gate)
        {
            _turn++;
            _met = 0;
        }
    }

    /// <summary>A search met all there is: what it did not meet is gone.</summary>
    internal void ForgetUnmet()
    {
        lock (_gate)
        {
            if (_met == _files.Count)
                return;
            foreach (var key in _files.Where(f => f.Value.Turn != _turn).Select(f => f.Key).ToArray())
                _files.Remove(key);
            IsChanged = true;
            IsFull = false;
        }
    }

    /// <summary>All whose outcome is for good, to be saved.</summary>
    internal (ulong Key, ulong Stamp, FileOutcome Outcome)[] Settled()
    {
        lock (_gate)
        {
            IsChanged = false;
            return [.. _files.Where(f => IsSettled(f.Value.Outcome)).Select(f => (f.Key, f.Value.Stamp, f.Value.Outcome))];
        }
    }

    /// <summary>Takes in what was saved.</summary>
    internal void Restore(ReadOnlySpan<(ulong Key, ulong Stamp, FileOutcome Outcome)> saved)
    {
        lock (_gate)
        {
            _files.EnsureCapacity(saved.Length);
            foreach (var (key, stamp, outcome) in saved)
                _files[key] = new Known { Stamp = stamp, Outcome = outcome, Turn = _turn };
            _met = _files.Count;
        }
    }

    /// <summary>Whether a file with this outcome is not looked at again until it changes.</summary>
    internal static bool IsSettled(FileOutcome outcome) => outcome is not (FileOutcome.Unreadable or FileOutcome.Missing or FileOutcome.Failed);

    private void Meet(ref Known known)
    {
        if (known.Turn == _turn)
            return;
        known.Turn = _turn;
        _met++;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Known
    {
        internal ulong Stamp;
        internal FileOutcome Outcome;
        internal byte Turn;
    }
}
