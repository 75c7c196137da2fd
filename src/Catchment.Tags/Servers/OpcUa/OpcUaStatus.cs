using Catchment.Tags.Settings;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>How the OPC UA server is.</summary>
public sealed record OpcUaStatus
{
    /// <summary>It serves.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Where it listens, or would: <c>opc.tcp://127.0.0.1:4840</c>.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>Its URI, by which clients tell it from other servers.</summary>
    public required string ApplicationUri { get; init; }

    /// <summary>How clients may connect.</summary>
    public required IReadOnlyList<OpcUaSecurity> Security { get; init; }

    /// <summary>Variables that it serves.</summary>
    public required int Nodes { get; init; }

    /// <summary>Mappings that it cannot serve; the log says why.</summary>
    public required int Refused { get; init; }

    /// <summary>Requests that were answered.</summary>
    public required long Requests { get; init; }

    /// <summary>Those of them that were refused as a whole.</summary>
    public required long RequestsRefused { get; init; }

    /// <summary>Clients that were not taken, or not let in, or whose connection was closed for a reason that is theirs.</summary>
    public required long Discarded { get; init; }

    /// <summary>Its clients at this moment.</summary>
    public required IReadOnlyList<OpcUaClient> Clients { get; init; }
}
