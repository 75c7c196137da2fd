namespace Catchment.Protocols.OpcUa.Client;

/// <summary>What a subscription looks at, and how the server took it.</summary>
public sealed class OpcUaMonitoredItem
{
    internal OpcUaMonitoredItem(OpcUaItemOptions options, uint handle) => (Options, Handle) = (options, handle);

    /// <summary>As it was wished.</summary>
    public OpcUaItemOptions Options { get; }

    /// <summary>Good, or why the server does not look at it; it is tried again whenever the subscription is made anew.</summary>
    public StatusCode Status { get; internal set; } = StatusCodes.BadWaitingForInitialData;

    /// <summary>How often the server looks.</summary>
    public TimeSpan SamplingInterval { get; internal set; }

    /// <summary>Values that the server keeps until they are told.</summary>
    public uint QueueSize { get; internal set; }

    /// <summary>What notifications call it.</summary>
    internal uint Handle { get; }

    /// <summary>What the server calls it.</summary>
    internal uint Id { get; set; }
}
