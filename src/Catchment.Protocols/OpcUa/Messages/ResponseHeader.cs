namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What every response begins with. Source: OPC 10000-4, 7.34. Diagnostics and texts are not sent.</summary>
internal sealed record ResponseHeader
{
    /// <summary>When the server sent it, UTC.</summary>
    public DateTime Timestamp { get; init; }

    /// <summary>The request's.</summary>
    public uint RequestHandle { get; init; }

    /// <summary>How the call as a whole went.</summary>
    public StatusCode ServiceResult { get; init; }
}
