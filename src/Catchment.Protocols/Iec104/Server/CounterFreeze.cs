namespace Catchment.Protocols.Iec104.Server;

/// <summary>What a counter interrogation does with counters. Source: IEC 60870-5-101, 7.2.6.23.</summary>
public enum CounterFreeze
{
    /// <summary>They are told.</summary>
    Read = 0,

    /// <summary>They are frozen.</summary>
    Freeze = 1,

    /// <summary>They are frozen, and begin anew.</summary>
    FreezeAndReset = 2,

    /// <summary>They begin anew.</summary>
    Reset = 3,
}
