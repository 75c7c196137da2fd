using System.Collections.Concurrent;
using System.Net;
using Catchment.Protocols.Snmp;
using Catchment.Protocols.Tests.Snmp;

namespace Catchment.Tags.Tests.Poller.Snmp;

/// <summary>A real SNMP agent on loopback behind a relay, which stays where it is when the agent is another one.</summary>
internal sealed class SnmpPlant : ISnmpAgentObserver, IAsyncDisposable
{
    internal const string Password = "maplesyrup";
    internal const string OtherPassword = "mapletreesyrup";

    internal static readonly Oid Base = Oid.Parse("1.3.6.1.4.1.53864.7");

    private readonly SnmpObjectTable _table = new();
    private readonly MemoryEngineStore _engine = new();
    private readonly Func<SnmpAgentOptions, SnmpAgentOptions> _change;
    private readonly ConcurrentQueue<(SnmpPduType Operation, int Variables, SnmpErrorStatus Status)> _answers = new();
    private readonly ConcurrentQueue<SnmpRefusal> _refusals = new();
    private SnmpAgent _agent;

    internal SnmpPlant(Func<SnmpAgentOptions, SnmpAgentOptions>? change = null)
    {
        _change = change ?? (static options => options);
        _agent = Start();
        Relay = new UdpRelay(_agent.Endpoints[0]);
    }

    internal static SnmpUser Operator { get; } = new()
    {
        Name = "operator",
        Authentication = SnmpAuthentication.Sha256,
        AuthenticationPassword = Password,
        Privacy = SnmpPrivacy.Aes128,
        PrivacyPassword = OtherPassword,
    };

    /// <summary>The members of a device that is this user's.</summary>
    internal static string OperatorMembers { get; } =
        $"\"snmpVersion\": \"v3\", \"snmpV3SecurityLevel\": \"authPriv\", \"snmpV3Username\": \"operator\", \"snmpV3AuthProtocol\": \"SHA256\", \"snmpV3AuthPassword\": \"{Password}\", \"snmpV3PrivProtocol\": \"AES128\", \"snmpV3PrivPassword\": \"{OtherPassword}\", ";

    internal UdpRelay Relay { get; }

    /// <summary>What was answered.</summary>
    internal IReadOnlyList<(SnmpPduType Operation, int Variables, SnmpErrorStatus Status)> Answers => [.. _answers];

    /// <summary>What was not taken.</summary>
    internal IReadOnlyList<SnmpRefusal> Refusals => [.. _refusals];

    /// <summary>An object at the base and these arcs, the last of which tells its instance.</summary>
    internal Cell Add(SnmpValue value, params ReadOnlySpan<uint> arcs)
    {
        var cell = new Cell(value, writable: true);
        _table.Set(Base.Append(arcs), cell);
        return cell;
    }

    /// <summary>Objects in one column of a table, from 1 on.</summary>
    internal void AddColumn(uint column, int rows, Func<int, SnmpValue> value) =>
        _table.Change([], [.. Enumerable.Range(1, rows).Select(row => new SnmpObjectRow(Base.Append(column, (uint)row), new Cell(value(row))))]);

    /// <summary>The agent dies, and nobody is in its place.</summary>
    internal async Task KillAsync()
    {
        Relay.Target = null;
        await _agent.DisposeAsync();
    }

    /// <summary>It starts again: the same engine, once more.</summary>
    internal void Return()
    {
        _agent = Start();
        Relay.Target = _agent.Endpoints[0];
    }

    /// <summary>The device in the poller's file; its times are so long that the clock of the tests may run.</summary>
    internal string Device(string tags, string rest = "", string name = "agent") =>
        $"{{\"name\": \"{name}\", \"enabled\": true, \"deviceType\": \"SNMP\", \"ipAddress\": \"127.0.0.1\", \"portNumber\": {Relay.Port}, \"community\": \"private\", \"snmpTimeoutMs\": 3600000, {rest}\"tags\": [{tags}]}}";

    internal static string Tag(string id, string oid, string rest = "") => $"{{\"id\": \"{id}\", \"name\": \"{id}-name\", \"address\": \"{oid}\"{(rest.Length > 0 ? ", " : "")}{rest}}}";

    void ISnmpAgentObserver.Answered(IPEndPoint peer, SnmpVersion version, SnmpPduType operation, int variables, SnmpErrorStatus status) => _answers.Enqueue((operation, variables, status));

    void ISnmpAgentObserver.Refused(IPEndPoint peer, SnmpRefusal reason) => _refusals.Enqueue(reason);

    public async ValueTask DisposeAsync()
    {
        Relay.Dispose();
        await _agent.DisposeAsync();
    }

    private SnmpAgent Start() => SnmpAgent.Start(
        _change(new SnmpAgentOptions
        {
            Endpoints = [new IPEndPoint(IPAddress.Loopback, 0)],
            Enterprise = 53864,
            Engine = _engine,
            Observer = this,
            Communities = [new SnmpCommunity { Name = "private", Write = SnmpView.All }],
            Users = [new SnmpAgentUser { User = Operator, Write = SnmpView.All }],
        }),
        _table);
}
