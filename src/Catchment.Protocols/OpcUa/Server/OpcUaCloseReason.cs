namespace Catchment.Protocols.OpcUa.Server;

/// <summary>Why a server's connection ended.</summary>
public enum OpcUaCloseReason
{
    /// <summary>The client closed it, or the network broke it.</summary>
    Peer,

    /// <summary>The client broke the protocol, or could not be trusted.</summary>
    Protocol,

    /// <summary>The client did not open a channel, or did not complete a message, in time.</summary>
    Slow,

    /// <summary>The channel's token was over and had not been renewed.</summary>
    Expired,

    /// <summary>The client does not read what it is sent.</summary>
    NotReading,

    /// <summary>It had no session and its place was needed for another, or it held more of the buffers than all others when they were used up.</summary>
    Displaced,

    /// <summary>The server stopped.</summary>
    Stopped,
}
