using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

internal sealed class MemoryEngineStore : ISnmpEngineStore
{
    public SnmpEngineState? State { get; set; }

    public SnmpEngineState? Load() => State;

    public void Save(SnmpEngineState state) => State = state;
}
