using Catchment.Tags.Http;
using Catchment.Tags.Servers.Snmp;

namespace Catchment.WebConsole.Tests.Tags;

/// <summary>An SNMP agent that one manager asks, and another may not.</summary>
internal sealed class StandInSnmp : ISnmpDesk
{
    public SnmpStatus Status { get; } = new()
    {
        IsRunning = true,
        Endpoints = ["udp://127.0.0.1:1161"],
        EngineId = "8000D26805AB",
        EngineBoots = 3,
        Objects = 12,
        Refused = 1,
        Communities = 1,
        Users = 2,
        Targets = ["10.0.0.5:162 v2c"],
        Requests = 300,
        Sets = 4,
        Discarded = 7,
        Notifications = 5,
        NotificationsLost = 2,
        NotificationsCoalesced = 1,
        Counters = [("snmpInPkts", 307)],
        Peers =
        [
            new SnmpPeer("10.0.0.5", 1_700_000_000, Received: 300, Answered: 300, Refused: 0, Sets: 4, Failed: 1, LastRefusal: null),
            new SnmpPeer("10.0.0.9", 1_699_999_000, Received: 7, Answered: 0, Refused: 7, Sets: 0, Failed: 0, "wrong_digest"),
        ],
    };

    public string Mib => "CATCHMENT-GATEWAY-MIB DEFINITIONS ::= BEGIN END";
}
