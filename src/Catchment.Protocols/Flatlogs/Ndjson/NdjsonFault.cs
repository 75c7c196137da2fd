namespace Catchment.Protocols.Flatlogs.Ndjson;

/// <summary>Why a line gives no row. Source: telemetry 9, 12 (D11, D24).</summary>
public enum NdjsonFault
{
    /// <summary>It does give one.</summary>
    None,

    /// <summary>There is nothing on it: to be passed over without a word.</summary>
    Blank,

    /// <summary>It is no JSON; Python's <c>NaN</c> and <c>Infinity</c> and FlatBuffers' <c>nan</c> and <c>inf</c> would be taken.</summary>
    NotJson,

    /// <summary>It is JSON, but no object.</summary>
    NotAnObject,

    /// <summary>Values in one another are more than <see cref="NdjsonDecoder.MostDepth"/>.</summary>
    TooDeep,

    /// <summary>The message's text, with its numbers written out, would be longer than <see cref="NdjsonDecoder.MostTextLength"/> bytes.</summary>
    Inflated,

    /// <summary>There is no <c>ts</c>, or it is no string.</summary>
    NoTime,

    /// <summary><c>ts</c> is no time.</summary>
    UnreadableTime,

    /// <summary>There is no <c>ec</c>, or it is no string.</summary>
    NoEventCode,

    /// <summary><c>ec</c> has more characters than the database's column.</summary>
    LongEventCode,

    /// <summary>There is no <c>msg</c>.</summary>
    NoMessage,
}
