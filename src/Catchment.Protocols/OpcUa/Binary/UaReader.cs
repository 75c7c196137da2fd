using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Catchment.Protocols.OpcUa.Binary;

/// <summary>Reads the binary encoding out of a message. Source: OPC 10000-6, 5.2.</summary>
/// <remarks>Every method fails with an <see cref="OpcUaException"/> alone: BadDecodingError where the bytes break the encoding, BadEncodingLimitsExceeded where they exceed the limits.</remarks>
internal ref partial struct UaReader(ReadOnlySpan<byte> bytes, OpcUaLimits limits)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly OpcUaLimits _limits = limits;
    private long _arrayBytesLeft = limits.MaxArrayMemory;
    private int _nesting;

    /// <summary>How far it has come.</summary>
    public int Position { get; private set; }

    /// <summary>What is left.</summary>
    public readonly int Left => _bytes.Length - Position;

    /// <summary>What is taken at most.</summary>
    public readonly OpcUaLimits Limits => _limits;

    public static OpcUaException Broken(string why) => new(StatusCodes.BadDecodingError, why);

    public static OpcUaException TooMuch(string why) => new(StatusCodes.BadEncodingLimitsExceeded, why);

    /// <summary>So many bytes as they are.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Left)
            throw Broken("The message ends too early.");
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    public bool ReadBoolean() => ReadByte() != 0;

    public byte ReadByte() => Take(1)[0];

    public sbyte ReadSByte() => (sbyte)ReadByte();

    public short ReadInt16() => BinaryPrimitives.ReadInt16LittleEndian(Take(2));

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>A text; null when it is absent. Source: OPC 10000-6, 5.2.2.4.</summary>
    public string? ReadString()
    {
        var length = ReadInt32();
        if (length < 0)
            return null;
        if (length > _limits.MaxStringLength)
            throw TooMuch("A text is too long.");
        var text = Take(length);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw Broken("A text is not UTF-8.");
    }

    /// <summary>Bytes; null when they are absent.</summary>
    public byte[]? ReadByteString()
    {
        var length = ReadInt32();
        if (length < 0)
            return null;
        return length > _limits.MaxByteStringLength ? throw TooMuch("A byte string is too long.") : Take(length).ToArray();
    }

    public Guid ReadGuid() => new(Take(16));

    /// <summary>A time, UTC; what .NET has not is the nearest that it has.</summary>
    public DateTime ReadDateTime() => UaTime.FromTicks(ReadInt64());

    public StatusCode ReadStatusCode() => new(ReadUInt32());

    /// <summary>One step deeper into values within values; each is left by <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_nesting > _limits.MaxNesting)
            throw TooMuch("Values lie too deep in each other.");
    }

    public void Leave() => _nesting--;
}
