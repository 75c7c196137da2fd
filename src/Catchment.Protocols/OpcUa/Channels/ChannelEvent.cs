namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>What a received chunk brought.</summary>
internal enum ChannelEvent
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>The channel is open.</summary>
    Opened,

    /// <summary>The channel has a new token.</summary>
    Renewed,

    /// <summary>A message is complete.</summary>
    Message,

    /// <summary>The peer ends the connection.</summary>
    Closed,
}
