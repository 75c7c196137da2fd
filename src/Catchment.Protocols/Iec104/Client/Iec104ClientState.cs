namespace Catchment.Protocols.Iec104.Client;

/// <summary>How a controlling station stands with its controlled station.</summary>
public enum Iec104ClientState
{
    /// <summary>Not connected, and not trying.</summary>
    Disconnected,

    /// <summary>Connecting for the first time.</summary>
    Connecting,

    /// <summary>Connected, and data transfer was started.</summary>
    Connected,

    /// <summary>The connection was lost; it is tried again until it is back.</summary>
    Reconnecting,

    /// <summary>Disposed.</summary>
    Closed,
}
