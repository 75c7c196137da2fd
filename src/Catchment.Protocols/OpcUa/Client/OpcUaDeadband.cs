namespace Catchment.Protocols.OpcUa.Client;

/// <summary>What the smallest change that is told refers to. Source: OPC 10000-4, 7.22.2.</summary>
public enum OpcUaDeadband
{
    /// <summary>Every change is told.</summary>
    None = 0,

    /// <summary>A difference, in the value's own unit.</summary>
    Absolute = 1,

    /// <summary>Hundredths of the range that the server has for the value.</summary>
    Percent = 2,
}
