using System.Runtime.CompilerServices;

namespace Catchment.Files.Finder;

/// <summary>
/// Which files are known, and what became of them: so that neither work nor complaint is repeated. A few dozen bytes for each. Those
/// that a whole search did not meet any more are forgotten. Thread-safe.
/// </summary>
/// <remarks>Source: <c>files</c> 4.7, 11 (D11, D41).</remarks>
internal sealed class KnownFiles
{
    /// <summary>More are not remembered: they cost about 250 MB.</summary>
    internal const int Most = 8_000_000;

    private const int Parts = 16; // Each has its lock and grows by itself.
    private const int StampShift = 16;
    private const int OutcomeShift = 8;

    private readonly Part[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Part())];
    private volatile byte _turn;
    private volatile bool _isChanged;
    private volatile bool _isFull;
    private long _lastRow;

    /// <summary>How many are remembered.</summary>
    internal int Count => _parts.Sum(p => p.Files.Count);

    /// <summary>Something was remembered or forgotten since it was saved.</summary>
    internal bool IsChanged => _isChanged;

    /// <summary>Some could not be remembered.</summary>
    internal bool IsFull => _isFull;

    /// <summary>The greatest row of the files that were tracked; 0: none was. Knowledge of tracked files holds as long as it is there.</summary>
    internal long LastRow
    {
        get => Volatile.Read(ref _lastRow);
        set => Volatile.Write(ref _lastRow, value);
    }

    /// <summary>What became of a file that is still as it was; null: not known, or another by now.</summary>
    /// <param name="key">The path.</param>
    /// <param name="stamp">The file as it is.</param>
    internal FileOutcome? Find(PathKey key, ulong stamp)
    {
        var part = PartOf(key.Value);
        lock (part)
        {
            ref var known = ref part.Files.Find(key.Value);
            if (Unsafe.IsNullRef(ref known))
                return null;
            part.Meet(ref known, _turn);
            return IsAs(known, stamp) ? OutcomeOf(known) : null;
        }
    }

    /// <summary>Remembers what became of a file.</summary>
    /// <returns>False: it was known already, and needs no word.</returns>
    internal bool Remember(PathKey key, ulong stamp, FileOutcome outcome)
    {
        var part = PartOf(key.Value);
        lock (part)
        {
            ref var known = ref part.Files.Find(key.Value);
            if (Unsafe.IsNullRef(ref known))
            {
                if (part.Files.Count >= Most / Parts)
                {
                    _isFull = true;
                    return true;
                }

                part.Files.Add(key.Value, Pack(stamp, outcome, _turn));
                part.Met++;
            }
            else
            {
                part.Meet(ref known, _turn);
                if (IsAs(known, stamp) && OutcomeOf(known) == outcome)
                    return false;
                known = Pack(stamp, outcome, _turn);
            }

            _isChanged = true;
            return true;
        }
    }

    /// <summary>Forgets a file, which went.</summary>
    internal void Forget(PathKey key)
    {
        var part = PartOf(key.Value);
        lock (part)
        {
            if (part.Files.Remove(key.Value) is not (> 0 and var known))
                return;
            _isChanged = true;
            if ((byte)known == _turn)
                part.Met--;
        }
    }

    /// <summary>A search begins.</summary>
    internal void BeginSearch()
    {
        _turn++;
        foreach (var part in _parts)
        {
            lock (part)
                part.Met = 0;
        }
    }

    /// <summary>A search met all there is: what it did not meet is gone.</summary>
    internal void ForgetUnmet()
    {
        foreach (var part in _parts)
        {
            lock (part)
            {
                if (part.Met == part.Files.Count)
                    continue;
                part.Files.Keep(known => (byte)known == _turn);
                part.Met = part.Files.Count;
                _isChanged = true;
                _isFull = false;
            }
        }
    }

    /// <summary>Notes the row of a file that is tracked.</summary>
    internal void NoteRow(long id)
    {
        if (id > LastRow)
            (LastRow, _isChanged) = (id, true); // Rows come from one thread.
    }

    /// <summary>All whose outcome is for good, to be saved. A conflict is not: who has put the tables right starts the finder anew.</summary>
    /// <param name="each">Told each.</param>
    internal void Save(Action<ulong, ulong, FileOutcome> each)
    {
        _isChanged = false;
        foreach (var part in _parts)
        {
            lock (part)
            {
                part.Files.ForEach((key, known) =>
                {
                    if (OutcomeOf(known) is var outcome && IsSettled(outcome) && outcome != FileOutcome.Conflict)
                        each(key, known >> StampShift << StampShift, outcome);
                });
            }
        }
    }

    /// <summary>Takes in one that was saved.</summary>
    internal void Restore(ulong key, ulong stamp, FileOutcome outcome)
    {
        var part = PartOf(key);
        lock (part)
        {
            ref var known = ref part.Files.Find(key);
            if (Unsafe.IsNullRef(ref known))
                part.Files.Add(key, Pack(stamp, outcome, _turn));
        }
    }

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        foreach (var part in _parts)
        {
            lock (part)
            {
                part.Files.Clear();
                part.Met = 0;
            }
        }

        (LastRow, _isChanged, _isFull) = (0, true, false);
    }

    /// <summary>Whether a file with this outcome is not looked at again until it changes.</summary>
    internal static bool IsSettled(FileOutcome outcome) => outcome is not (FileOutcome.Unreadable or FileOutcome.Missing or FileOutcome.Failed);

    private Part PartOf(ulong key) => _parts[key % Parts];

    // The upper 48 bits of the stamp, the outcome (from 1, as 0 is a free place), the search that met it last.
    private static ulong Pack(ulong stamp, FileOutcome outcome, byte turn) => (stamp >> StampShift << StampShift) | ((ulong)outcome + 1) << OutcomeShift | turn;

    private static bool IsAs(ulong known, ulong stamp) => (known ^ stamp) >> StampShift == 0;

    private static FileOutcome OutcomeOf(ulong known) => (FileOutcome)((byte)(known >> OutcomeShift) - 1);

    private sealed class Part
    {
        internal KnownTable Files { get; } = new();

        /// <summary>Those that the search under way met.</summary>
        internal int Met { get; set; }

        internal void Meet(ref ulong known, byte turn)
        {
            if ((byte)known == turn)
                return;
            known = (known & ~0xFFUL) | turn;
            Met++;
        }
    }
}
