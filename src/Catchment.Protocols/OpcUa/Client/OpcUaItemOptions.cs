using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>What a subscription looks at.</summary>
public sealed record OpcUaItemOptions
{
    /// <summary>The node.</summary>
    public required NodeId NodeId { get; init; }

    /// <summary>Its attribute.</summary>
    public uint AttributeId { get; init; } = AttributeIds.Value;

    /// <summary>Which elements of an array; null: all.</summary>
    public string? IndexRange { get; init; }

    /// <summary>How often the server looks; zero: as quickly as it can.</summary>
    public TimeSpan SamplingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Values that the server keeps until they are told; the oldest make way.</summary>
    public uint QueueSize { get; init; } = 10;

    /// <summary>What the smallest change that is told refers to.</summary>
    public OpcUaDeadband Deadband { get; init; }

    /// <summary>The smallest change that is told.</summary>
    public double DeadbandValue { get; init; }
}
