namespace Catchment.Protocols.Flatlogs;

/// <summary>Why an entry gives no text or no row. Source: telemetry 7, 8.3, 12.</summary>
public enum FlatlogFault
{
    /// <summary>It does give one.</summary>
    None,

    /// <summary>Its priority is one that is never shown (127): not a fault, but no row either.</summary>
    Hidden,

    /// <summary>Its event code is in no table (D2).</summary>
    UnknownCode,

    /// <summary>Its message fails verification (D2).</summary>
    Unverified,

    /// <summary>Its nanoseconds are a second or more. Such an entry has a text, but no time and so no row.</summary>
    DamagedTime,

    /// <summary>Its strings, vectors or tables share their bytes so often that the text would be out of all proportion to the message.</summary>
    Inflated,
}
