using System.Text.Json.Serialization;

namespace Catchment.Core.Hosting;

/// <summary>What is known of one service at one moment.</summary>
public sealed record ServiceStatus
{
    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ServiceState State { get; init; }

    /// <summary>When it came into <see cref="State"/>.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why it is in this state, for states that need a reason; otherwise null.</summary>
    public string? Reason { get; init; }

    /// <summary>How often it was started anew after a crash.</summary>
    public int Restarts { get; init; }

    /// <summary>The newest crash, on one line; null when there was none.</summary>
    public string? LastError { get; init; }

    /// <summary>When the newest crash happened.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>What it misses at present, oldest first.</summary>
    public IReadOnlyList<ServiceDegradation> Degradations { get; init; } = [];

    /// <summary>Whether it takes work: running, if degraded too.</summary>
    [JsonIgnore]
    public bool IsReady => State is ServiceState.Running or ServiceState.Degraded;
}
