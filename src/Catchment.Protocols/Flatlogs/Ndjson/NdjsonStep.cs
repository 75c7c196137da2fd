namespace Catchment.Protocols.Flatlogs.Ndjson;

/// <summary>What a reader of an ndjson file came upon. Source: telemetry 9, 12 (D11).</summary>
public enum NdjsonStep
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A line that is longer than the reader takes in; it was passed over, and what is behind it can be read.</summary>
    Oversized,

    /// <summary>The end of what is there, behind a line's end.</summary>
    End,

    /// <summary>The end of what is there, and no line's end before it. What is there may be an entry all the same: the last one of a finished file.</summary>
    Incomplete,

    /// <summary>The stream is damaged or torn, such as a gzip that ends early; nothing more can be read.</summary>
    Damaged,
}
