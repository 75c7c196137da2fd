using System.Collections.Concurrent;
using Catchment.Protocols.Snmp;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>Our agent's notifications, and snmptrapd.</summary>
public sealed class SnmpTrapInteropTests
{
    private static readonly Oid Alarm = ServedObjects.Base.Append(0, 1);

    [Fact]
    public async Task Snmptrapd_gets_traps_and_confirms_informs_in_v2c_and_in_v3_with_all_pairs_of_protocols()
    {
        using var programs = new NetSnmp();
        var users = SnmpUsers.Served.ToArray();

        // In a trap the sender's engine counts, in an inform the receiver's.
        var configuration = string.Join('\n', ["disableAuthorization yes", .. users.Select(static u => SnmpUsers.Line(u)), .. users.Select(static u => SnmpUsers.Line(u, $"-e 0x{ServedObjects.EngineId} ")), string.Empty]);
        using var daemon = new NetSnmpDaemon(programs, "snmptrapd", configuration, "-n", "-On", "-x", "none", "-F", "NOTIFICATION %v\n");
        SnmpTarget[] targets =
        [
            new SnmpTarget { Endpoint = daemon.Endpoint, Community = "public" },
            new SnmpTarget { Endpoint = daemon.Endpoint, Community = "public", Inform = true, Timeout = TimeSpan.FromSeconds(10), Retries = 8 },
            .. users.Select(u => new SnmpTarget { Endpoint = daemon.Endpoint, Version = SnmpVersion.V3, UserName = u.Name }),
            .. users.Select(u => new SnmpTarget { Endpoint = daemon.Endpoint, Version = SnmpVersion.V3, UserName = u.Name, Inform = true, Timeout = TimeSpan.FromSeconds(10), Retries = 8 }),
        ];
        var sent = new Sent();
        await using var agent = ServedObjects.Start(new SnmpObjectTable(), users, sent, targets);
        agent.Notify(new SnmpNotification(Alarm, [new SnmpVariable(ServedObjects.Base.Append(1, 0), SnmpValue.OctetString("open"))]));
        for (var i = 0; i < targets.Length; i++)
        {
            var line = daemon.Next("NOTIFICATION");
            line.ShouldContain($".1.3.6.1.6.3.1.1.4.1.0 = OID: .{Alarm}");
            line.ShouldEndWith($".{ServedObjects.Base}.1.0 = STRING: \"open\"");
        }

        await Eventually.TrueAsync(() => sent.Targets.Count == targets.Length);
        sent.Targets.ShouldBe(targets, ignoreOrder: true);
    }

    private sealed class Sent : ISnmpAgentObserver
    {
        public ConcurrentQueue<SnmpTarget> Targets { get; } = [];

        public void NotificationSent(SnmpTarget target) => Targets.Enqueue(target);
    }
}
