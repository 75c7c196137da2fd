namespace Catchment.Telemetry.Ingest;

/// <summary>What was left out of a file, by reason.</summary>
internal sealed class SkippedEntries
{
    private readonly SortedDictionary<string, long> _byReason = new(StringComparer.Ordinal);
    private long _first;

    /// <summary>How many.</summary>
    internal long Count { get; private set; }

    /// <summary>Counts one.</summary>
    /// <param name="reason">Why; one of few.</param>
    /// <param name="place">Where it begins, in bytes of the file's content.</param>
    internal void Add(string reason, long place)
    {
        if (Count == 0)
            _first = place;
        Count++;
        _byReason[reason] = _byReason.GetValueOrDefault(reason) + 1;
    }

    /// <summary>For a line of the log.</summary>
    public override string ToString() => $"{string.Join(", ", _byReason.Select(static r => $"{r.Value} {r.Key}"))}; the first at byte {_first}";
}
