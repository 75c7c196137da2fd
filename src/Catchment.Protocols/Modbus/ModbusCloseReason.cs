namespace Catchment.Protocols.Modbus;

/// <summary>Why a server's connection ended.</summary>
public enum ModbusCloseReason
{
    /// <summary>The client closed it, or the network did.</summary>
    Peer,

    /// <summary>A frame that is no Modbus, or a request shorter than its function needs.</summary>
    Malformed,

    /// <summary>No complete request for longer than allowed.</summary>
    Idle,

    /// <summary>The client does not read its replies.</summary>
    NotReading,

    /// <summary>The server stopped.</summary>
    Stopped,
}
