namespace Catchment.Protocols.Snmp;

/// <summary>A variable binding: a name and its value. Source: RFC 3416, 3.</summary>
/// <param name="Oid">The name.</param>
/// <param name="Value">The value; in requests that read <see cref="SnmpValue.Null"/>.</param>
public readonly record struct SnmpVariable(Oid Oid, SnmpValue Value)
{
    /// <summary>The two, for people.</summary>
    public override string ToString() => $"{Oid} = {Value}";
}
