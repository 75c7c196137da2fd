using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller;

/// <summary>What a poller works with.</summary>
public sealed record PollerParts
{
    /// <summary>The live store that takes the values.</summary>
    public required TagStore Store { get; init; }

    /// <summary>The settings.</summary>
    public required PollerOptions Options { get; init; }

    /// <summary>The poller's numbers.</summary>
    public required PollerMetrics Metrics { get; init; }

    /// <summary>Where the times at which tags were read last are kept; null: nowhere.</summary>
    public string? LastSuccessFile { get; init; }

    /// <summary>The certificates for OPC UA; null: only servers without security are asked.</summary>
    public PollerCertificates? Certificates { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Logger { get; init; }
}
