using System.Net;
using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Serving;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>What agents of tests serve, and whom.</summary>
internal sealed class AgentBed
{
    public const string Password = "maplesyrup";
    public const string OtherPassword = "mapletreesyrup";

    public static readonly IPEndPoint Loopback = new(IPAddress.Loopback, 0);
    public static readonly Oid Base = Oid.Parse("1.3.6.1.4.1.53864.1");

    public AgentBed()
    {
        Table.Change(
            [],
            [
                new SnmpObjectRow(Base.Append(1, 0), Integer),
                new SnmpObjectRow(Base.Append(2, 0), Text),
                new SnmpObjectRow(Base.Append(3, 0), new Cell(SnmpValue.Counter64(ulong.MaxValue))),
                new SnmpObjectRow(Base.Append(4, 0), Fixed),
                new SnmpObjectRow(Base.Append(5, 0), Absent),
                new SnmpObjectRow(Base.Append(6, 0), new Cell(SnmpValue.TimeTicks(77))),
            ]);
        Options = new SnmpAgentOptions
        {
            Endpoints = [Loopback],
            Enterprise = 53864,
            Engine = Store,
            Observer = Observer,
            Communities = [new SnmpCommunity { Name = "public" }, new SnmpCommunity { Name = "private", Write = SnmpView.All }],
            Users = [new SnmpAgentUser { User = Operator, Write = SnmpView.All }, new SnmpAgentUser { User = Reader }, new SnmpAgentUser { User = new SnmpUser { Name = "guest" } }],
        };
    }

    public static SnmpUser Operator { get; } = new()
    {
        Name = "operator",
        Authentication = SnmpAuthentication.Sha256,
        AuthenticationPassword = Password,
        Privacy = SnmpPrivacy.Aes128,
        PrivacyPassword = OtherPassword,
    };

    public static SnmpUser Reader { get; } = new() { Name = "reader", Authentication = SnmpAuthentication.Sha1, AuthenticationPassword = Password };

    public SnmpObjectTable Table { get; } = new();

    public Cell Integer { get; } = new(SnmpValue.Integer(-5), writable: true);

    public Cell Text { get; } = new(SnmpValue.OctetString("north"), writable: true);

    public Cell Fixed { get; } = new(SnmpValue.Gauge32(4_000_000_000));

    public Cell Absent { get; } = new(SnmpValue.NoSuchInstance);

    public MemoryEngineStore Store { get; } = new();

    public RecordingAgentObserver Observer { get; } = new();

    public SnmpAgentOptions Options { get; set; }

    public SnmpAgent Start() => SnmpAgent.Start(Options, Table);

    /// <summary>An agent without sockets.</summary>
    public (Responder Responder, AgentCore Core) Respond()
    {
        var core = new AgentCore(Options, AgentEngine.Start(Options.Engine, Options.Enterprise, Options.Time), Table);
        return (new Responder(core), core);
    }

    public static SnmpClient Client(SnmpAgent agent, SnmpVersion version = SnmpVersion.V2c, string community = "private", SnmpUser? user = null, SnmpSecurityLevel? level = null) =>
        new(new SnmpClientOptions { Endpoint = agent.Endpoints[0], Version = version, Community = community, User = user ?? Operator, Level = level, Timeout = Patience.Limit, Retries = 0 });

    /// <summary>A message of v1 or v2c.</summary>
    public static byte[] Message(SnmpPduType type, IReadOnlyList<SnmpVariable> variables, string community = "private", SnmpVersion version = SnmpVersion.V2c, int first = 0, int second = 0, int id = 4711)
    {
        var writer = new BerWriter(new byte[70_000]);
        CommunityMessage.Write(writer, version, System.Text.Encoding.UTF8.GetBytes(community), new SnmpPdu { Type = type, RequestId = id, First = first, Second = second, Variables = variables });
        return writer.Written.ToArray();
    }

    /// <summary>The PDU of an answer of v1 or v2c.</summary>
    public static SnmpPdu Read(ReadOnlySpan<byte> answer)
    {
        CommunityMessage.TryRead(answer, out _, out var reader).ShouldBeTrue("no answer");
        SnmpPdu.TryRead(ref reader, int.MaxValue, out var pdu).ShouldBeTrue();
        return pdu;
    }

    public static SnmpVariable Name(Oid oid) => new(oid, SnmpValue.Null);
}
