using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Servers;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Http;

/// <summary>What the API serves.</summary>
public sealed record GatewayApiParts
{
    /// <summary>The store and the mappings.</summary>
    public required GatewayModel Model { get; init; }

    /// <summary>The protocol servers.</summary>
    public required ServiceSwitches Services { get; init; }

    /// <summary>The calculation tags; null: this gateway has none, and their routes answer 503.</summary>
    public ICalculationDesk? Calculation { get; init; }

    /// <summary>The MQTT publisher; null: this gateway has none, and its routes answer 503.</summary>
    public IMqttDesk? Mqtt { get; init; }

    /// <summary>The OPC UA server; null: this gateway has none, and its routes answer 503.</summary>
    public IOpcUaDesk? OpcUa { get; init; }

    /// <summary>The IEC 60870-5-104 server; null: this gateway has none, and its routes answer 503.</summary>
    public IIec104Desk? Iec104 { get; init; }

    /// <summary>The SNMP agent; null: this gateway has none, and its routes answer 503.</summary>
    public ISnmpDesk? Snmp { get; init; }

    /// <summary>The sync; null: no statistics are known.</summary>
    public ISyncDesk? Sync { get; init; }

    /// <summary>Reads the numbers for <c>/metrics</c>; null: there are none, and it answers 404.</summary>
    public PrometheusText? Metrics { get; init; }

    /// <summary>Where the API's own numbers go: those of the gateway.</summary>
    public required ServiceMetrics Numbers { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where the server logs.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
