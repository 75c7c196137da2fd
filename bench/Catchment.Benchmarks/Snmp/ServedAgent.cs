using System.Net;
using Catchment.Protocols.Snmp;

namespace Catchment.Benchmarks.Snmp;

/// <summary>Our agent with many objects.</summary>
internal static class ServedAgent
{
    private const uint Enterprise = 53864;

    /// <summary>Starts it.</summary>
    internal static SnmpAgent Start(int port, int objects)
    {
        var table = new SnmpObjectTable();
        var subtree = new Oid(1, 3, 6, 1, 4, 1, Enterprise, 1);
        table.Change([], [.. Enumerable.Range(0, objects).Select(i => new SnmpObjectRow(subtree.Append((uint)i, 0), new Constant(SnmpValue.Gauge32((uint)i))))]);
        var options = new SnmpAgentOptions
        {
            Endpoints = [new IPEndPoint(IPAddress.Loopback, port)],
            Enterprise = Enterprise,
            Engine = new NoStore(),
            Communities = [new SnmpCommunity { Name = "public" }],
            Users = [new SnmpAgentUser { User = SnmpLoad.User }],
            SysDescr = "an agent under load",
            SysContact = "bench",
            SysName = "bench",
            SysLocation = "bench",
        };
        return SnmpAgent.Start(options, table);
    }

    private sealed class Constant(SnmpValue value) : ISnmpObject
    {
        public SnmpValue Read() => value;
    }

    private sealed class NoStore : ISnmpEngineStore
    {
        public SnmpEngineState? Load() => null;

        public void Save(SnmpEngineState state)
        {
        }
    }
}
