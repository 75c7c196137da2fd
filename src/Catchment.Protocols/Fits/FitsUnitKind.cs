namespace Catchment.Protocols.Fits;

/// <summary>What a header and data unit is. Source: FITS 4.0, 3.3, 6, 7.</summary>
public enum FitsUnitKind
{
    /// <summary>The first one: an image, or nothing but a header.</summary>
    Primary,

    /// <summary>The first one with random groups.</summary>
    RandomGroups,

    /// <summary>An image.</summary>
    Image,

    /// <summary>A table of text.</summary>
    AsciiTable,

    /// <summary>A binary table.</summary>
    BinaryTable,

    /// <summary>An image that is kept in a binary table, compressed tile by tile.</summary>
    CompressedImage,

    /// <summary>An extension of another type; its keywords and its size are known, and no more.</summary>
    Other,
}
