namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>How a property's value stands on the wire.</summary>
internal enum PropertyKind
{
    Flag,
    TwoBytes,
    FourBytes,
    VariableLength,
    Text,
    Binary,
    Pair,
}
