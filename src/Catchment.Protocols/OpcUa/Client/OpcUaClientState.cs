namespace Catchment.Protocols.OpcUa.Client;

/// <summary>How a client stands with its server.</summary>
public enum OpcUaClientState
{
    /// <summary>It was not connected yet, or could not be.</summary>
    Disconnected = 0,

    /// <summary>It connects for the first time.</summary>
    Connecting = 1,

    /// <summary>Its session is active.</summary>
    Connected = 2,

    /// <summary>It lost its connection and tries to get it back.</summary>
    Reconnecting = 3,

    /// <summary>It was disposed.</summary>
    Closed = 4,
}
