namespace Catchment.Protocols.Modbus;

/// <summary>How requests and replies are framed on a TCP connection.</summary>
public enum ModbusFraming
{
    /// <summary>Modbus TCP: a header with a transaction and a length.</summary>
    Tcp,

    /// <summary>The frames of a serial line, with their check sum, through a TCP gateway.</summary>
    RtuOverTcp,
}
