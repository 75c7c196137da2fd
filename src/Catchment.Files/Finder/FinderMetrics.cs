using System.Text.Json;
using Catchment.Core.Diagnostics;

namespace Catchment.Files.Finder;

/// <summary>The finder's numbers: those that every service has, and what it knows and waits for.</summary>
public sealed class FinderMetrics
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "finder";

    private readonly ServiceMetrics _metrics;
    private readonly StripedCounter[] _discards;
    private readonly StripedCounter[] _errors;
    private long _known;
    private long _settling;
    private double _search;

    /// <summary>Makes or finds the finder's numbers in a node's.</summary>
    public FinderMetrics(NodeMetrics node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _metrics = node.ForService(Service, Labels<FileOutcome>().Skip(1), Labels<FinderTrouble>()); // Tracked is the first, and no discard.
        _discards = [.. Labels<FileOutcome>().Select(l => _metrics.Discarded[l])];
        _errors = [.. Labels<FinderTrouble>().Select(l => _metrics.Errors[l])];
        _metrics.Meter.CreateObservableGauge("catchment_finder_known_files", () => Volatile.Read(ref _known), description: "Files that are not looked at again until they change.");
        _metrics.Meter.CreateObservableGauge("catchment_finder_settling_files", () => Volatile.Read(ref _settling), description: "Files that are waited for, as they may not be whole.");
        _metrics.Meter.CreateObservableGauge("catchment_finder_search_seconds", () => Volatile.Read(ref _search), description: "How long the last search took.");
    }

    /// <summary>The totals at this moment: received are files that were read, sent those that were tracked.</summary>
    public ServiceTotals Totals => _metrics.Totals;

    /// <summary>Work on a file begins.</summary>
    internal void Enter() => _metrics.Enter();

    /// <summary>Work on a file ended.</summary>
    internal void Leave() => _metrics.Leave();

    /// <summary>A file was read.</summary>
    internal void Read(long bytes)
    {
        _metrics.Received();
        _metrics.Bytes(bytes);
    }

    /// <summary>Something came of a path, or of several.</summary>
    internal void Ended(FileOutcome outcome, long count = 1)
    {
        if (outcome == FileOutcome.Tracked)
            _metrics.Sent();
        else
            _discards[(int)outcome].Add(count);
    }

    /// <summary>Something was in the way.</summary>
    internal void Failed(FinderTrouble trouble) => _errors[(int)trouble].Add(1);

    /// <summary>A search ended.</summary>
    internal void Searched(TimeSpan took, int known, int settling)
    {
        Volatile.Write(ref _search, took.TotalSeconds);
        Volatile.Write(ref _known, known);
        Volatile.Write(ref _settling, settling);
    }

    private static IEnumerable<string> Labels<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
}
