namespace Catchment.Protocols.ZeroMq;

/// <summary>Why a TCP connection was closed before the greeting.</summary>
public enum ZmqRefusal
{
    /// <summary>The peer's address is not among <see cref="ZmqOptions.AllowedPeers"/>.</summary>
    NotAllowed,

    /// <summary>The listener already holds <see cref="ZmqLimits.MaxConnections"/> connections.</summary>
    TooManyConnections,

    /// <summary>The system gave no thread or no memory for one more connection.</summary>
    OutOfResources,

    /// <summary>The listener is being stopped.</summary>
    Stopping,
}
