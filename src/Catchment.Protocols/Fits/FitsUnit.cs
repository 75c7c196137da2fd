namespace Catchment.Protocols.Fits;

/// <summary>A header and data unit.</summary>
public sealed record FitsUnit
{
    /// <summary>Its place in the file; the primary one is 0.</summary>
    public required int Index { get; init; }

    /// <summary>What it is.</summary>
    public required FitsUnitKind Kind { get; init; }

    /// <summary>The keywords.</summary>
    public required FitsHeader Header { get; init; }

    /// <summary>Bits of a data value, negative for floating point; of a compressed image those of the image.</summary>
    public required int Bitpix { get; init; }

    /// <summary>The lengths of the axes, the fastest first; of a compressed image those of the image.</summary>
    public required IReadOnlyList<long> Axes { get; init; }

    /// <summary>Bytes of data, without what fills the last block.</summary>
    public required long DataBytes { get; init; }

    /// <summary>Bytes of data with what fills the last block.</summary>
    public long PaddedDataBytes => (DataBytes + FitsHeaderParser.BlockLength - 1) / FitsHeaderParser.BlockLength * FitsHeaderParser.BlockLength;
}
