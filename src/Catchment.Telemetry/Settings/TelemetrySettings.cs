using Catchment.Core.Databases;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Telemetry.Settings;

/// <summary>What setup, inventory and backfill run with. Source: <c>telemetry</c> 3, 10.</summary>
public sealed record TelemetrySettings
{
    /// <summary>Files read at the same time when nothing else is said.</summary>
    public const int UsualParallelJobs = 10;

    /// <summary>The database with the telemetry and the inventory.</summary>
    public required DatabaseUrl Database { get; init; }

    /// <summary>The name under which this computer's files are inventoried; at most 50 characters.</summary>
    public required string Hostname { get; init; }

    /// <summary>The folders whose files are inventoried, in their order. A relative one starts at the working folder and is recorded as it is written.</summary>
    public required IReadOnlyList<string> DataDirs { get; init; }

    /// <summary>Files that are read at the same time, 1 or more; fewer than these are when the machine has few cores, and one with SQLite, which has one writer.</summary>
    public int ParallelJobs { get; init; } = UsualParallelJobs;

    /// <summary>The most files that one backfill takes; null: all that are to be read.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether an inventory looks at files that it knows, too, and refreshes modification time and size of those that have changed.</summary>
    public bool RescanChanged { get; init; }

    /// <summary>What is told of copies of files.</summary>
    public ReplicaSettings Replicas { get; init; } = new();

    /// <summary>The name under which copies on this computer's volumes are recorded.</summary>
    public string ReplicaHost => Replicas.Hostname ?? Hostname;

    /// <summary>The event codes that are known; the original's, and further ones of the instrument's own.</summary>
    public FlatlogTypeTable Types { get; init; } = FlatlogTypeTable.BuiltIn;

    /// <summary>The same for the files of another host: copies that are here are still found under this one's name.</summary>
    /// <param name="host">The other host.</param>
    public TelemetrySettings AsHost(string host) => this with { Hostname = host, Replicas = Replicas with { Hostname = ReplicaHost } };
}
