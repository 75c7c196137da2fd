namespace Catchment.Tags.Store;

/// <summary>Who wrote a value: some writes go back to their source, and some must not. Source: <c>tags</c> 8.8.</summary>
public enum TagOrigin : byte
{
    /// <summary>A client of the Unix socket.</summary>
    Ipc,

    /// <summary>A client of the HTTP API.</summary>
    Http,

    /// <summary>The sync, which copies polled values.</summary>
    Sync,

    /// <summary>The pull of virtual tags.</summary>
    Pull,

    /// <summary>The native poller.</summary>
    Poller,

    /// <summary>A calculated tag.</summary>
    Calculation,

    /// <summary><c>/simulate</c>.</summary>
    Simulation,

    /// <summary>A Modbus client.</summary>
    Modbus,

    /// <summary>An OPC UA client.</summary>
    OpcUa,

    /// <summary>An IEC 60870-5-104 station.</summary>
    Iec104,

    /// <summary>An SNMP manager.</summary>
    Snmp,

    /// <summary>An MQTT subscription.</summary>
    Mqtt,
}
