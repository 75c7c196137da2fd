namespace Catchment.Protocols.OpcUa;

/// <summary>A value of any built-in type: one, an array, or a matrix. Numbers, truth values and times need no allocation. Source: OPC 10000-6, 5.2.2.16.</summary>
/// <remarks>
/// Elements of arrays are <see cref="bool"/>, <see cref="sbyte"/> … <see cref="double"/>, <see cref="string"/> (or null), <see cref="System.DateTime"/> (UTC),
/// <see cref="System.Guid"/>, <c>byte[]</c> (or null, for byte strings), the library's own types (<see cref="OpcUa.ExtensionObject"/> or null), and <see cref="Variant"/>; XML elements are texts.
/// </remarks>
public readonly struct Variant : IEquatable<Variant>
{
    private readonly object? _reference;
    private readonly long _bits;

    private Variant(BuiltInType type, long bits, object? reference = null)
    {
        Type = type;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>A truth value.</summary>
    public Variant(bool value) : this(BuiltInType.Boolean, value ? 1 : 0) { }

    /// <summary>A signed byte.</summary>
    public Variant(sbyte value) : this(BuiltInType.SByte, value) { }

    /// <summary>A byte.</summary>
    public Variant(byte value) : this(BuiltInType.Byte, value) { }

    /// <summary>16 bits, signed.</summary>
    public Variant(short value) : this(BuiltInType.Int16, value) { }

    /// <summary>16 bits.</summary>
    public Variant(ushort value) : this(BuiltInType.UInt16, value) { }

    /// <summary>32 bits, signed.</summary>
    public Variant(int value) : this(BuiltInType.Int32, value) { }

    /// <summary>32 bits.</summary>
    public Variant(uint value) : this(BuiltInType.UInt32, value) { }

    /// <summary>64 bits, signed.</summary>
    public Variant(long value) : this(BuiltInType.Int64, value) { }

    /// <summary>64 bits.</summary>
    public Variant(ulong value) : this(BuiltInType.UInt64, (long)value) { }

    /// <summary>Single precision.</summary>
    public Variant(float value) : this(BuiltInType.Float, BitConverter.SingleToInt32Bits(value)) { }

    /// <summary>Double precision.</summary>
    public Variant(double value) : this(BuiltInType.Double, BitConverter.DoubleToInt64Bits(value)) { }

    /// <summary>A time, UTC.</summary>
    public Variant(DateTime value) : this(BuiltInType.DateTime, value.Ticks) { }

    /// <summary>A status.</summary>
    public Variant(StatusCode value) : this(BuiltInType.StatusCode, value.Value) { }

    /// <summary>A text; null: the null text.</summary>
    public Variant(string? value) : this(BuiltInType.String, 0, value) { }

    /// <summary>Bytes; null: the null byte string.</summary>
    public Variant(byte[]? value) : this(BuiltInType.ByteString, 0, value) { }

    /// <summary>A GUID.</summary>
    public Variant(Guid value) : this(BuiltInType.Guid, 0, value) { }

    /// <summary>A node id.</summary>
    public Variant(NodeId value) : this(BuiltInType.NodeId, 0, value) { }

    /// <summary>An expanded node id.</summary>
    public Variant(ExpandedNodeId value) : this(BuiltInType.ExpandedNodeId, 0, value) { }

    /// <summary>A qualified name.</summary>
    public Variant(QualifiedName value) : this(BuiltInType.QualifiedName, 0, value) { }

    /// <summary>A text for people.</summary>
    public Variant(LocalizedText value) : this(BuiltInType.LocalizedText, 0, value) { }

    /// <summary>A structure.</summary>
    public Variant(ExtensionObject value) : this(BuiltInType.ExtensionObject, 0, value) { }

    /// <summary>A structure.</summary>
    public Variant(IUaStructure value) : this(new ExtensionObject(value)) { }

    /// <summary>The type of the value, or of its elements; <see cref="BuiltInType.Null"/> when there is none.</summary>
    public BuiltInType Type { get; }

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => Type == BuiltInType.Null;

    /// <summary>Whether it is an array or a matrix.</summary>
    public bool IsArray => _reference is UaArray;

    /// <summary>The elements in their order; null when it is no array.</summary>
    public Array? Elements => (_reference as UaArray)?.Elements;

    /// <summary>The lengths of a matrix's dimensions, the slowest first; null when it has but one, or is no array.</summary>
    public int[]? Dimensions => (_reference as UaArray)?.Dimensions;

    /// <summary>The number, truth value or time's ticks as it is stored: bits of a <see cref="float"/> or <see cref="double"/>, else the number.</summary>
    internal long Bits => _bits;

    /// <summary>What is stored by reference; boxed where it is a structure.</summary>
    internal object? Reference => _reference;

    /// <summary>An array.</summary>
    /// <param name="type">Of the elements.</param>
    /// <param name="elements">As the remarks of the type say; they are not copied.</param>
    /// <param name="dimensions">Of a matrix, with as many elements as their product; null: one dimension.</param>
    /// <exception cref="ArgumentException">The elements are not of the type, or not as many as the dimensions tell.</exception>
    public static Variant OfArray(BuiltInType type, Array elements, int[]? dimensions = null) => new(type, 0, new UaArray(type, elements, dimensions));

    /// <summary>A value of a type that is stored by reference: a text as XML element, a data value, …</summary>
    internal static Variant OfReference(BuiltInType type, object? value) => new(type, 0, value);

    /// <summary>Whether both are the same value.</summary>
    public static bool operator ==(Variant left, Variant right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Variant left, Variant right) => !left.Equals(right);

    /// <summary>A double; a number of another type is converted, a truth value is 0 or 1.</summary>
    /// <returns>False: it is no single number.</returns>
    public bool TryGetNumber(out double number)
    {
        number = Type switch
        {
            BuiltInType.Double => BitConverter.Int64BitsToDouble(_bits),
            BuiltInType.Float => BitConverter.Int32BitsToSingle((int)_bits),
            BuiltInType.UInt64 => (ulong)_bits,
            _ => _bits,
        };
        return !IsArray && Type is >= BuiltInType.Boolean and <= BuiltInType.Double;
    }

    /// <summary>The value in .NET's own type, boxed; for arrays their <see cref="Elements"/>.</summary>
    public object? ToObject() => IsArray ? Elements : Type switch
    {
        BuiltInType.Null => null,
        BuiltInType.Boolean => _bits != 0,
        BuiltInType.SByte => (sbyte)_bits,
        BuiltInType.Byte => (byte)_bits,
        BuiltInType.Int16 => (short)_bits,
        BuiltInType.UInt16 => (ushort)_bits,
        BuiltInType.Int32 => (int)_bits,
        BuiltInType.UInt32 => (uint)_bits,
        BuiltInType.Int64 => _bits,
        BuiltInType.UInt64 => (ulong)_bits,
        BuiltInType.Float => BitConverter.Int32BitsToSingle((int)_bits),
        BuiltInType.Double => BitConverter.Int64BitsToDouble(_bits),
        BuiltInType.DateTime => new DateTime(_bits, DateTimeKind.Utc),
        BuiltInType.StatusCode => new StatusCode((uint)_bits),
        _ => _reference,
    };

    /// <summary>Whether it is the same value of the same type; floating point by its bits, so that NaN equals itself.</summary>
    public bool Equals(Variant other)
    {
        if (Type != other.Type || _bits != other._bits)
            return false;
        return (_reference, other._reference) switch
        {
            (null, null) => true,
            (byte[] mine, byte[] others) => mine.AsSpan().SequenceEqual(others),
            (null, _) or (_, null) => false,
            var (mine, others) => mine.Equals(others),
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Variant other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, _bits, _reference is byte[] bytes ? bytes.Length : _reference?.GetHashCode());

    /// <summary>For people: the value, of an array its type and lengths.</summary>
    public override string ToString() => _reference is UaArray array ? $"{Type}[{string.Join(',', array.Lengths)}]" : Convert.ToString(ToObject(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
