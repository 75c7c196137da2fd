namespace Catchment.Protocols.Flatlogs;

/// <summary>What a reader of a flatlog file came upon. Source: telemetry 7.</summary>
public enum FlatlogStep
{
    /// <summary>A complete entry.</summary>
    Entry,

    /// <summary>An entry whose message is longer than the reader takes in; it was passed over, and what is behind it can be read.</summary>
    Oversized,

    /// <summary>The end of what is there, behind a complete entry.</summary>
    End,

    /// <summary>The end of what is there, within an entry: a device is writing it, or has died (D1).</summary>
    Incomplete,
}
