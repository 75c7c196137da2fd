namespace Catchment.Protocols.ImageZmq;

/// <summary>One decoded imagezmq message. It is a view of the received frames: valid as long as they are.</summary>
public readonly ref struct ImageZmqMessage
{
    /// <summary>The text (<c>msg</c>), valid UTF-8.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Frame 2: the JPEG, or the array's memory in C order.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The header described an array (<c>dtype</c> and <c>shape</c>) whose size fits the payload.</summary>
    public bool IsArray { get; init; }

    /// <summary>The element type of an array.</summary>
    public ArrayElementType ElementType { get; init; }

    /// <summary>The shape of an array.</summary>
    public ArrayShape Shape { get; init; }
}
