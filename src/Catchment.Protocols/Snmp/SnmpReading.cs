namespace Catchment.Protocols.Snmp;

/// <summary>What came of reading one variable among others.</summary>
/// <param name="Value">Its value; in v2c and v3 one that is not there has such a value (<see cref="SnmpValue.IsException"/>).</param>
/// <param name="Error">Why there is none; null: there is.</param>
public readonly record struct SnmpReading(SnmpValue Value, SnmpException? Error);
