namespace Catchment.Protocols.ImageZmq;

/// <summary>Why two frames are no imagezmq message.</summary>
public enum ImageZmqError
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Frame 1 is longer than <see cref="ImageZmqDecoder.MaxHeaderBytes"/>.</summary>
    HeaderTooLong,

    /// <summary>Frame 1 is not UTF-8.</summary>
    NotUtf8,

    /// <summary>Frame 1 is not JSON, or nested too deep.</summary>
    NotJson,

    /// <summary>Frame 1 is JSON, but not an object.</summary>
    NotAnObject,

    /// <summary>The object has no <c>msg</c>, or it is not a text.</summary>
    NoText,

    /// <summary>A raw picture was expected, but <c>dtype</c> or <c>shape</c> is missing or of the wrong type.</summary>
    NoArray,

    /// <summary><c>dtype</c> is none of NumPy's plain element types.</summary>
    UnknownElementType,

    /// <summary><c>shape</c> has too many numbers, or negative or too large ones.</summary>
    ImpossibleShape,

    /// <summary>Frame 2 does not have product(shape) × element size bytes.</summary>
    SizeMismatch,
}
