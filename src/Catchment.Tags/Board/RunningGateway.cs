using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Servers;

namespace Catchment.Tags.Board;

/// <summary>What the console shows of a gateway that runs.</summary>
public sealed record RunningGateway
{
    /// <summary>The store and the mappings.</summary>
    public required GatewayModel Model { get; init; }

    /// <summary>The protocol servers.</summary>
    public required ServiceSwitches Services { get; init; }

    /// <summary>The sync; null: none runs here.</summary>
    public ISyncDesk? Sync { get; init; }

    /// <summary>The OPC UA server; null: there is none.</summary>
    public IOpcUaDesk? OpcUa { get; init; }

    /// <summary>The IEC 60870-5-104 server; null: there is none.</summary>
    public IIec104Desk? Iec104 { get; init; }

    /// <summary>The SNMP agent; null: there is none.</summary>
    public ISnmpDesk? Snmp { get; init; }

    /// <summary>The native poller; null: there is none.</summary>
    public IPollerBoard? Poller { get; init; }
}
