using System.Reflection;
using Catchment.Protocols.OpcUa;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Values of every type and structures with everything that they may hold.</summary>
internal sealed class RandomValues(Random random)
{
    private const int MaxDepth = 4;
    private static readonly string?[] Texts = [null, "", "a", "ns=2;s=x", "größe", "温度", "😀", "a\0b", new('x', 300)];
    private static readonly BuiltInType[] Types = [.. Enum.GetValues<BuiltInType>().Where(type => type is not BuiltInType.Null and not BuiltInType.DiagnosticInfo)];
    private static readonly MethodInfo NextArray = typeof(RandomValues).GetMethod(nameof(ArrayOf), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private int _depth;

    public IUaStructure Structure(Type type)
    {
        var structure = Activator.CreateInstance(type)!;
        foreach (var member in Structures.Members(type))
            member.SetValue(structure, Value(member.PropertyType));
        return (IUaStructure)structure;
    }

    public Variant Variant()
    {
        if (_depth >= MaxDepth || random.Next(12) == 0)
            return default;
        _depth++;
        var type = Types[random.Next(Types.Length)];
        var value = type == BuiltInType.Variant || random.Next(3) == 0 ? ArrayVariant(type) : Scalar(type);
        _depth--;
        return value;
    }

    public object? Value(Type type)
    {
        if (type == typeof(byte[]))
            return random.Next(4) == 0 ? null : Bytes();
        if (type.IsArray)
            return NextArray.MakeGenericMethod(type.GetElementType()!).Invoke(this, null);
        if (type.IsEnum)
            return Enum.ToObject(type, random.Next(8));
        if (type.IsAssignableTo(typeof(IUaStructure)))
            return Structure(type);
        return type.Name switch
        {
            nameof(Boolean) => random.Next(2) == 0,
            nameof(Byte) => (byte)random.Next(256),
            nameof(SByte) => (sbyte)random.Next(256),
            nameof(Int16) => (short)random.Next(65_536),
            nameof(UInt16) => (ushort)random.Next(65_536),
            nameof(Int32) => (int)random.NextInt64(),
            nameof(UInt32) => (uint)random.NextInt64(),
            nameof(Int64) => Bits(),
            nameof(UInt64) => (ulong)Bits(),
            nameof(Single) => BitConverter.Int32BitsToSingle((int)Bits()),
            nameof(Double) => random.Next(8) == 0 ? double.NaN : BitConverter.Int64BitsToDouble(Bits()),
            nameof(String) => Texts[random.Next(Texts.Length)],
            nameof(DateTime) => Time(),
            nameof(Guid) => Guid(),
            nameof(NodeId) => NodeId(),
            nameof(ExpandedNodeId) => new ExpandedNodeId(NodeId(), Texts[random.Next(Texts.Length)], (uint)random.Next(3)),
            nameof(StatusCode) => new StatusCode((uint)random.NextInt64()),
            nameof(QualifiedName) => new QualifiedName(Texts[random.Next(Texts.Length)], (ushort)random.Next(65_536)),
            nameof(LocalizedText) => new LocalizedText(Texts[random.Next(Texts.Length)], Texts[random.Next(Texts.Length)]),
            nameof(Catchment.Protocols.OpcUa.Variant) => Variant(),
            nameof(DataValue) => DataValue(),
            nameof(ExtensionObject) => ExtensionObject(),
            nameof(DiagnosticInfo) => DiagnosticInfo(MaxDepth),
            _ => throw new ArgumentException(type.Name, nameof(type)),
        };
    }

    private Variant Scalar(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => new((bool)Value(typeof(bool))!),
        BuiltInType.SByte => new((sbyte)Value(typeof(sbyte))!),
        BuiltInType.Byte => new((byte)Value(typeof(byte))!),
        BuiltInType.Int16 => new((short)Value(typeof(short))!),
        BuiltInType.UInt16 => new((ushort)Value(typeof(ushort))!),
        BuiltInType.Int32 => new((int)Value(typeof(int))!),
        BuiltInType.UInt32 => new((uint)Value(typeof(uint))!),
        BuiltInType.Int64 => new(Bits()),
        BuiltInType.UInt64 => new((ulong)Bits()),
        BuiltInType.Float => new((float)Value(typeof(float))!),
        BuiltInType.Double => new((double)Value(typeof(double))!),
        BuiltInType.String => new((string?)Value(typeof(string))),
        BuiltInType.DateTime => new(Time()),
        BuiltInType.Guid => new(Guid()),
        BuiltInType.ByteString => new((byte[]?)Value(typeof(byte[]))),
        BuiltInType.NodeId => new(NodeId()),
        BuiltInType.ExpandedNodeId => new((ExpandedNodeId)Value(typeof(ExpandedNodeId))!),
        BuiltInType.StatusCode => new((StatusCode)Value(typeof(StatusCode))!),
        BuiltInType.QualifiedName => new((QualifiedName)Value(typeof(QualifiedName))!),
        BuiltInType.LocalizedText => new((LocalizedText)Value(typeof(LocalizedText))!),
        _ => Catchment.Protocols.OpcUa.Variant.OfReference(type, Value(ElementType(type))),
    };

    private Variant ArrayVariant(BuiltInType type)
    {
        var elements = (Array)NextArray.MakeGenericMethod(ElementType(type)).Invoke(this, null)!;
        return Catchment.Protocols.OpcUa.Variant.OfArray(type, elements, elements.Length > 0 && elements.Length % 2 == 0 && random.Next(2) == 0 ? [elements.Length / 2, 1, 2] : null);
    }

    private static Type ElementType(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => typeof(bool),
        BuiltInType.SByte => typeof(sbyte),
        BuiltInType.Byte => typeof(byte),
        BuiltInType.Int16 => typeof(short),
        BuiltInType.UInt16 => typeof(ushort),
        BuiltInType.Int32 => typeof(int),
        BuiltInType.UInt32 => typeof(uint),
        BuiltInType.Int64 => typeof(long),
        BuiltInType.UInt64 => typeof(ulong),
        BuiltInType.Float => typeof(float),
        BuiltInType.Double => typeof(double),
        BuiltInType.String or BuiltInType.XmlElement => typeof(string),
        BuiltInType.DateTime => typeof(DateTime),
        BuiltInType.Guid => typeof(Guid),
        BuiltInType.ByteString => typeof(byte[]),
        BuiltInType.NodeId => typeof(NodeId),
        BuiltInType.ExpandedNodeId => typeof(ExpandedNodeId),
        BuiltInType.StatusCode => typeof(StatusCode),
        BuiltInType.QualifiedName => typeof(QualifiedName),
        BuiltInType.LocalizedText => typeof(LocalizedText),
        BuiltInType.ExtensionObject => typeof(ExtensionObject),
        BuiltInType.DataValue => typeof(DataValue),
        _ => typeof(Variant),
    };

    private T[] ArrayOf<T>()
    {
        var array = new T[random.Next(4) == 0 ? 0 : random.Next(1, 5)];
        for (var i = 0; i < array.Length; i++)
            array[i] = (T)Value(typeof(T))!;
        return array;
    }

    private DataValue DataValue() =>
        new(Variant(), random.Next(2) == 0 ? default : (StatusCode)Value(typeof(StatusCode))!, random.Next(2) == 0 ? null : Time(), random.Next(2) == 0 ? null : Time())
        {
            SourcePicoseconds = (ushort)random.Next(3),
            ServerPicoseconds = (ushort)random.Next(3),
        };

    private ExtensionObject? ExtensionObject() => random.Next(4) switch
    {
        0 => null,
        1 => new(new NodeId((uint)random.Next(1, 1000), 1), null),
        _ => new(NodeId(), Bytes(), random.Next(3) == 0),
    };

    private DiagnosticInfo? DiagnosticInfo(int depth) => depth == 0 || random.Next(3) == 0 ? null : new()
    {
        SymbolicId = random.Next(-1, 3),
        NamespaceUri = random.Next(-1, 3),
        Locale = random.Next(-1, 3),
        LocalizedText = random.Next(-1, 3),
        AdditionalInfo = "told",
        InnerStatusCode = new((uint)random.Next(3)),
        InnerDiagnosticInfo = DiagnosticInfo(depth - 1),
    };

    private NodeId NodeId() => random.Next(7) switch
    {
        0 => default,
        1 => new((uint)random.Next(256)),
        2 => new((uint)random.Next(65_536), (ushort)random.Next(256)),
        3 => new((uint)random.NextInt64(), (ushort)random.Next(65_536)),
        4 => new(Texts[random.Next(1, Texts.Length)]!, (ushort)random.Next(65_536)),
        5 => new(Guid(), (ushort)random.Next(65_536)),
        _ => new(Bytes(), (ushort)random.Next(65_536)),
    };

    // Any time that the encoding has: from 1601, and the two ends.
    private DateTime Time() => random.Next(6) switch
    {
        0 => new DateTime(0, DateTimeKind.Utc),
        1 => new DateTime(DateTime.MaxValue.Ticks, DateTimeKind.Utc),
        _ => new DateTime(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(random.NextInt64(1, TimeSpan.TicksPerDay * 365 * 8000)),
    };

    private Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }

    private long Bits() => random.NextInt64(long.MinValue, long.MaxValue);
}
