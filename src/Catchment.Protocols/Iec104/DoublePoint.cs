namespace Catchment.Protocols.Iec104;

/// <summary>A double point's state. Source: IEC 60870-5-101, 7.2.6.2.</summary>
public enum DoublePoint
{
    /// <summary>Between both, or not determined.</summary>
    Intermediate = 0,

    /// <summary>Off.</summary>
    Off = 1,

    /// <summary>On.</summary>
    On = 2,

    /// <summary>Not determined.</summary>
    Indeterminate = 3,
}
