namespace Catchment.Tags.Board;

/// <summary>What a list of tags is in the order of.</summary>
public enum TagSort
{
    /// <summary>The key, capital letters like small ones.</summary>
    Key,

    /// <summary>How long ago the last write was: the newest first.</summary>
    Age,

    /// <summary>The value: numbers, then texts, then lists and objects, then nothing.</summary>
    Value,

    /// <summary>The quality: good ones first.</summary>
    Quality,
}
