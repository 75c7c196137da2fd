using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.OpcUa.Binary;

internal ref partial struct UaReader
{
    // What a text, byte string or structure takes beside its place in the array: its object's header and members.
    private const int ObjectSize = 48;

    private delegate T Element<T>(ref UaReader reader);

    /// <summary>How many elements follow; an absent array has none. No more than the bytes that are left can hold.</summary>
    /// <param name="leastSize">Bytes that an element has at least.</param>
    public int ReadArrayLength(int leastSize = 1)
    {
        var length = ReadInt32();
        if (length <= 0)
            return 0;
        if (length > _limits.MaxArrayLength)
            throw TooMuch("An array is too long.");
        return length > Left / leastSize ? throw Broken("An array is longer than its message.") : length;
    }

    /// <summary>Structures; none when the array is absent.</summary>
    public T[] ReadArray<T>()
        where T : IUaDecodable<T>
    {
        var array = NewArray<T>(T.LeastSize, 0);
        for (var i = 0; i < array.Length; i++)
            array[i] = T.Decode(ref this);
        return array;
    }

    public bool[] ReadBooleans()
    {
        var array = NewArray<bool>(1, 0);
        var source = Take(array.Length);
        for (var i = 0; i < array.Length; i++)
            array[i] = source[i] != 0;
        return array;
    }

    /// <summary>Numbers of a fixed size, as many as follow.</summary>
    public T[] ReadNumbers<T>()
        where T : unmanaged
    {
        var array = NewArray<T>(Unsafe.SizeOf<T>(), 0);
        var target = MemoryMarshal.AsBytes(array.AsSpan());
        Take(target.Length).CopyTo(target);
        if (!BitConverter.IsLittleEndian)
            Endianness.Reverse(target, Unsafe.SizeOf<T>());
        return array;
    }

    public uint[] ReadUInt32s() => ReadNumbers<uint>();

    public StatusCode[] ReadStatusCodes() => ReadNumbers<StatusCode>();

    public string?[] ReadStrings() => ReadElements(4, ObjectSize, static (ref UaReader reader) => reader.ReadString());

    public byte[]?[] ReadByteStrings() => ReadElements(4, ObjectSize, static (ref UaReader reader) => reader.ReadByteString());

    public DateTime[] ReadDateTimes() => ReadElements(8, 0, static (ref UaReader reader) => reader.ReadDateTime());

    public Guid[] ReadGuids() => ReadElements(16, 0, static (ref UaReader reader) => reader.ReadGuid());

    public NodeId[] ReadNodeIds() => ReadElements(2, 0, static (ref UaReader reader) => reader.ReadNodeId());

    public ExpandedNodeId[] ReadExpandedNodeIds() => ReadElements(2, 0, static (ref UaReader reader) => reader.ReadExpandedNodeId());

    public QualifiedName[] ReadQualifiedNames() => ReadElements(6, 0, static (ref UaReader reader) => reader.ReadQualifiedName());

    public LocalizedText[] ReadLocalizedTexts() => ReadElements(1, 0, static (ref UaReader reader) => reader.ReadLocalizedText());

    public ExtensionObject?[] ReadExtensionObjects() => ReadElements(3, ObjectSize, static (ref UaReader reader) => reader.ReadExtensionObject());

    public Variant[] ReadVariants() => ReadElements(1, 0, static (ref UaReader reader) => reader.ReadVariant());

    public DataValue[] ReadDataValues() => ReadElements(1, 0, static (ref UaReader reader) => reader.ReadDataValue());

    public DiagnosticInfo?[] ReadDiagnosticInfos() => ReadElements(1, ObjectSize, static (ref UaReader reader) => reader.ReadDiagnosticInfo());

    private T[] ReadElements<T>(int leastSize, int objectSize, Element<T> read)
    {
        var array = NewArray<T>(leastSize, objectSize);
        for (var i = 0; i < array.Length; i++)
            array[i] = read(ref this);
        return array;
    }

    // A byte on the wire may become fifty in memory (an empty value, for example), and arrays lie in arrays: so it is the memory that is bounded.
    private T[] NewArray<T>(int leastSize, int objectSize)
    {
        var count = ReadArrayLength(leastSize);
        _arrayBytesLeft -= (long)count * (Unsafe.SizeOf<T>() + objectSize);
        if (_arrayBytesLeft < 0)
            throw TooMuch("The arrays of a message take too much memory.");
        return count == 0 ? [] : new T[count];
    }
}
