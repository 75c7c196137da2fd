namespace Catchment.Telemetry.Following;

/// <summary>Why something gives no row.</summary>
public enum SkipReason
{
    /// <summary>An entry's event code is in no table (D2).</summary>
    UnknownCode,

    /// <summary>An entry's message fails verification (D2).</summary>
    Damaged,

    /// <summary>An entry's time has a second's worth of nanoseconds or more.</summary>
    DamagedTime,

    /// <summary>An entry's message, or its text, is longer than any message.</summary>
    Oversized,

    /// <summary>The rest of a file's last entry never came (D1).</summary>
    Torn,

    /// <summary>The database does not take it (D24).</summary>
    Refused,

    /// <summary>A device's or file's name has no room in the tables, or is no UTF-8 (D8, D24).</summary>
    Name,

    /// <summary>A file cannot be looked at (D8).</summary>
    Unreadable,
}
