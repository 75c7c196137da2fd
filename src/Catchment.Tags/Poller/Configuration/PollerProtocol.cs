namespace Catchment.Tags.Poller.Configuration;

/// <summary>How a device is asked. Source: <c>tags</c> 10.1.</summary>
public enum PollerProtocol
{
    /// <summary>Modbus TCP.</summary>
    ModbusTcp,

    /// <summary>The frames of Modbus RTU through a TCP gateway.</summary>
    ModbusRtuOverTcp,

    /// <summary>Modbus RTU at a serial line of this computer, which this program does not speak.</summary>
    ModbusSerial,

    /// <summary>OPC UA over TCP.</summary>
    OpcUa,

    /// <summary>IEC 60870-5-104.</summary>
    Iec104,

    /// <summary>SNMP over UDP.</summary>
    Snmp,

    /// <summary>DNP3, which this program does not speak.</summary>
    Dnp3,

    /// <summary>Another protocol, which this program does not poll.</summary>
    Other,
}
