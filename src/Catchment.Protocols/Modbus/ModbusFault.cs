namespace Catchment.Protocols.Modbus;

/// <summary>What kind of failure a <see cref="ModbusException"/> tells.</summary>
public enum ModbusFault
{
    /// <summary>An endpoint of a server cannot be listened on.</summary>
    Listen,

    /// <summary>The device cannot be reached.</summary>
    Connect,

    /// <summary>The connection broke during a request.</summary>
    Closed,

    /// <summary>The device did not answer in time.</summary>
    Timeout,

    /// <summary>What came is no reply to the request.</summary>
    Malformed,

    /// <summary>The device refused the request; <see cref="ModbusException.Code"/> says why.</summary>
    Refused,
}
