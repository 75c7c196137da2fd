namespace Catchment.Protocols.Iec104.Links;

/// <summary>What a received APDU means for who uses the link.</summary>
internal enum LinkEvent
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It holds an ASDU.</summary>
    Information,

    /// <summary>Data may be sent: STARTDT was asked for, or confirmed.</summary>
    Started,

    /// <summary>No data may be sent: STOPDT was asked for, or confirmed.</summary>
    Stopped,

    /// <summary>A test frame was confirmed.</summary>
    Tested,
}
