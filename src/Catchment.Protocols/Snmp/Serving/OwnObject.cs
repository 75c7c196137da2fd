namespace Catchment.Protocols.Snmp.Serving;

/// <summary>An object of the agent itself, which cannot be written.</summary>
/// <param name="read">Gives its value.</param>
internal sealed class OwnObject(Func<SnmpValue> read) : ISnmpObject
{
    public SnmpValue Read() => read();
}
