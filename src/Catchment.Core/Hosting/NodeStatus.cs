namespace Catchment.Core.Hosting;

/// <summary>What <c>GET /api/v1/status</c> tells about a node.</summary>
public sealed record NodeStatus
{
    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The process's id.</summary>
    public required int Pid { get; init; }

    /// <summary>When the node was started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Whether every service takes work.</summary>
    public required bool Ready { get; init; }

    /// <summary>The services in the order of the start.</summary>
    public required IReadOnlyList<ServiceStatus> Services { get; init; }

    /// <summary>What the services counted, by service.</summary>
    public required IReadOnlyDictionary<string, ServiceCounters> Counters { get; init; }

    /// <summary>The addresses of the web server; empty when there is none.</summary>
    public IReadOnlyList<string> Web { get; init; } = [];
}
