using Catchment.Core.Configuration;
using Catchment.Tags.Polling;

namespace Catchment.Tags.Settings;

/// <summary>The section <c>gateway</c>. Source: <c>tags</c> 13.</summary>
public sealed record GatewayOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "gateway";

    /// <summary>The live store.</summary>
    [Setting("store", Description = "The live store of points.")]
    public GatewayStoreOptions Store { get; init; } = new();

    /// <summary>The Unix socket.</summary>
    [Setting("ipc", Description = "The Unix socket that values are written to.")]
    public GatewayIpcOptions Ipc { get; init; } = new();

    /// <summary>The HTTP API.</summary>
    [Setting("http", Description = "The gateway's HTTP API.")]
    public GatewayHttpOptions Http { get; init; } = new();

    /// <summary>The Modbus TCP server.</summary>
    [Setting("modbus", Description = "The Modbus TCP server of the mapped points.")]
    public ModbusOptions Modbus { get; init; } = new();

    /// <summary>The OPC UA server.</summary>
    [Setting("opcua", Description = "The OPC UA server of the mapped points.")]
    public OpcUaOptions OpcUa { get; init; } = new();

    /// <summary>The IEC 60870-5-104 server.</summary>
    [Setting("iec104", Description = "The IEC 60870-5-104 server of the mapped points: a controlled station.")]
    public Iec104Options Iec104 { get; init; } = new();

    /// <summary>The SNMP agent.</summary>
    [Setting("snmp", Description = "The SNMP agent of the mapped points.")]
    public SnmpOptions Snmp { get; init; } = new();

    /// <summary>MQTT.</summary>
    [Setting("mqtt", Description = "Snapshots to an MQTT broker, and messages that are written to tags; what the publisher sends is configured over the API.")]
    public MqttOptions Mqtt { get; init; } = new();

    /// <summary>Calculated tags.</summary>
    [Setting("calc", Description = "Calculated tags.")]
    public CalcOptions Calc { get; init; } = new();

    /// <summary>The polling service.</summary>
    [Setting("polling", Description = "The polling service whose virtual tags are copied.")]
    public PollingOptions Polling { get; init; } = new();

    /// <summary>The native poller.</summary>
    [Setting("poller", Description = "The poller of devices, in the place of the polling service.")]
    public PollerOptions Poller { get; init; } = new();

    /// <summary>Which written values go back to the polling service.</summary>
    [Setting("write_back", Description = "Which values that clients write go back to the polling service: those of its user tags, those of all keys without a colon, or none.")]
    public WriteBackMode WriteBack { get; init; }

    /// <summary>Whether the console may write.</summary>
    [Setting("console_writes", Description = "Whether whoever reaches the web console may write values of tags there.")]
    public bool ConsoleWrites { get; init; }
}
