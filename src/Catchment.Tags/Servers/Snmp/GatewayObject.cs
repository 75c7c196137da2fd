using Catchment.Protocols.Snmp;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>An object that is computed when it is read.</summary>
/// <param name="read">Gives its value.</param>
internal sealed class GatewayObject(Func<SnmpValue> read) : ISnmpObject
{
    public SnmpValue Read() => read();
}
