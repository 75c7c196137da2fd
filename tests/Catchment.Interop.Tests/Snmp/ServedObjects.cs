using Catchment.Protocols.Snmp;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>Objects of an agent that a test makes.</summary>
internal static class ServedObjects
{
    /// <summary>Where they are.</summary>
    public static readonly Oid Base = Oid.Parse("1.3.6.1.4.1.53864.1");

    /// <summary>An agent on loopback.</summary>
    public static SnmpAgent Start(SnmpObjectTable table, IEnumerable<SnmpUser> users, ISnmpAgentObserver? observer = null, params IReadOnlyList<SnmpTarget> targets) =>
        SnmpAgent.Start(
            new SnmpAgentOptions
            {
                Endpoints = [new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0)],
                Enterprise = 53864,
                Engine = new EngineStore(),
                SysName = "data1",
                Communities = [new SnmpCommunity { Name = "public" }, new SnmpCommunity { Name = "private", Write = SnmpView.All }],
                Users = [.. users.Select(static user => new SnmpAgentUser { User = user, Write = SnmpView.All })],
                Targets = targets,
                Observer = observer,
            },
            table);

    /// <summary>The identity that each of them has.</summary>
    public static string EngineId => "8000D268050102030405";

    /// <summary>An object that can be written with values of its type; as an INTEGER with those up to 1,000.</summary>
    internal sealed class Cell(SnmpValue value) : ISnmpObject
    {
        private SnmpValue _value = value;

        public SnmpValue Read() => _value;

        public SnmpErrorStatus Test(SnmpValue value) => value.Type != _value.Type ? SnmpErrorStatus.WrongType
            : value.Type == SnmpType.Integer && value.Number > 1_000 ? SnmpErrorStatus.WrongValue
            : SnmpErrorStatus.NoError;

        public SnmpErrorStatus Commit(SnmpValue value)
        {
            _value = value;
            return SnmpErrorStatus.NoError;
        }
    }

    private sealed class EngineStore : ISnmpEngineStore
    {
        public SnmpEngineState? Load() => SnmpEngineState.Parse($"{EngineId} 6");

        public void Save(SnmpEngineState state)
        {
        }
    }
}
