namespace Catchment.Protocols.Pickle;

/// <summary>The bounds of what <see cref="PickleReader"/> takes in.</summary>
public sealed record PickleLimits
{
    /// <summary>Most bytes of a pickle. Default 64 MiB.</summary>
    public int MaxBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Most values in a pickle, and most cells (rows × columns) of a frame. Default 4 million: room for some hundred thousand
    /// tracking rows, while a byte of input never costs more than a small object.
    /// </summary>
    public int MaxItems { get; init; } = 4_000_000;

    /// <summary>Most values that the pickle remembers for later use. Default 1 million.</summary>
    public int MaxRemembered { get; init; } = 1_000_000;

    /// <summary>Deepest nesting of lists, mappings and tuples that are being filled. Default 32; a frame needs 2.</summary>
    public int MaxNesting { get; init; } = 32;

    /// <summary>Most columns of a frame. Default 256.</summary>
    public int MaxColumns { get; init; } = 256;
}
