namespace Catchment.Protocols.Iec104.Links;

/// <summary>What a U frame says: its first control octet. Source: IEC 60870-5-104, 5.</summary>
internal enum ControlFunction
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>STARTDT act.</summary>
    StartActivation = 0x07,

    /// <summary>STARTDT con.</summary>
    StartConfirmation = 0x0B,

    /// <summary>STOPDT act.</summary>
    StopActivation = 0x13,

    /// <summary>STOPDT con.</summary>
    StopConfirmation = 0x23,

    /// <summary>TESTFR act.</summary>
    TestActivation = 0x43,

    /// <summary>TESTFR con.</summary>
    TestConfirmation = 0x83,
}
