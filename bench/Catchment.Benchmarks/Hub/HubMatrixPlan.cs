namespace Catchment.Benchmarks.Hub;

/// <summary>What the matrix measures, and for how long.</summary>
internal sealed record HubMatrixPlan
{
    /// <summary>Numbers of senders.</summary>
    internal required IReadOnlyList<int> Senders { get; init; }

    /// <summary>Sizes of frames.</summary>
    internal required IReadOnlyList<int> PayloadBytes { get; init; }

    /// <summary>Durabilities.</summary>
    internal required IReadOnlyList<HubDurability> Durabilities { get; init; }

    /// <summary>Runs of the hub in each cell; each limit runs once more.</summary>
    internal required int Rounds { get; init; }

    /// <summary>Length of a run.</summary>
    internal required TimeSpan Duration { get; init; }

    /// <summary>Before each run, not measured.</summary>
    internal required TimeSpan WarmUp { get; init; }

    /// <summary>The most bytes that a run writes.</summary>
    internal required long MaxBytes { get; init; }

    /// <summary>A Python interpreter that has pyzmq.</summary>
    internal required string Python { get; init; }

    /// <summary>The cells, those of a size together.</summary>
    internal IReadOnlyList<HubCell> Cells =>
        [.. from bytes in PayloadBytes from durability in Durabilities from senders in Senders select new HubCell(senders, bytes, durability)];
}
