using Catchment.Protocols.Modbus;
using Catchment.Tags.Mappings;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Modbus;

/// <summary>A mapping at work: finds its point, and turns its value into registers and back. Source: <c>tags</c> 5.1, 6.1.</summary>
/// <remarks>Used under the image's lock only.</remarks>
internal sealed class ModbusBinding
{
    /// <summary>How far a product may be from a whole number that it would be but for the rounding of its last bits, in relation to it.</summary>
    private const double LastBits = 1.0 / (1L << 51);

    private readonly ModbusDataType _type;
    private readonly ModbusByteOrder _order;
    private readonly ModbusOutOfRange _outOfRange;
    private readonly double _factor;
    private readonly TagStore _store;
    private readonly MappedPoint _point;

    public ModbusBinding(ModbusMapping mapping, TagStore store, ModbusOptions options)
    {
        (Mapping, _point, _store, _outOfRange) = (mapping, new MappedPoint(store, mapping.Key), store, options.OutOfRange);
        _type = ModbusNames.TryReadType(mapping.DataType, out var type) ? type : ModbusDataType.Signed16;
        _order = options.HonorEndianess && ModbusNames.TryReadOrder(mapping.Endianess, out var order) ? order : ModbusByteOrder.BigEndian;
        _factor = double.IsFinite(mapping.ScalingFactor) && mapping.ScalingFactor != 0 ? mapping.ScalingFactor : 1;
        Table = mapping.FunctionCode is >= 1 and <= 4 ? (ModbusTable)mapping.FunctionCode : ModbusTable.HoldingRegisters;
        Count = ModbusRegisters.Count(_type, Math.Clamp(mapping.Length, 1, Math.Max(1, ModbusLimits.TableSize - mapping.RegisterAddress)));
        IsWritable = string.Equals(mapping.Access, "rw", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The mapping.</summary>
    public ModbusMapping Mapping { get; }

    /// <summary>The table that it is in.</summary>
    public ModbusTable Table { get; }

    /// <summary>Its first register or bit.</summary>
    public int Address => Mapping.RegisterAddress;

    /// <summary>Its registers.</summary>
    public int Count { get; }

    /// <summary>Whether clients may write it.</summary>
    public bool IsWritable { get; }

    /// <summary>The point's value as registers; 0 where there is none, or it is no number.</summary>
    /// <param name="registers">Room for <see cref="Count"/> registers.</param>
    public void Encode(Span<byte> registers)
    {
        var value = _point.Find() is { } point ? point.Read().Value : TagValue.Null;
        if (_type == ModbusDataType.Text)
            ModbusRegisters.WriteText(value.IsNull ? "" : value.Kind == TagValueKind.Text ? value.AsText : value.ToString(), _order, registers);
        else if (value.Kind == TagValueKind.Whole && _factor == 1 && ModbusRegisters.IsWhole(_type))
            ModbusRegisters.WriteWhole(value.AsWhole, _type, _order, _outOfRange, registers);
        else
            ModbusRegisters.Write(Scaled(value), _type, _order, _outOfRange, registers);
    }

    /// <summary>Whether the point, as a bit, is set.</summary>
    public bool IsOn() => _point.Find() is { } point && Scaled(point.Read().Value) != 0;

    /// <summary>The value of registers.</summary>
    /// <returns>False: they hold no finite number.</returns>
    public bool TryDecode(ReadOnlySpan<byte> registers, out TagValue value)
    {
        if (_type == ModbusDataType.Text)
        {
            value = TagValue.Of(ModbusRegisters.ReadText(registers, _order));
            return true;
        }

        if (_type == ModbusDataType.Flag)
        {
            value = TagValue.Of(ModbusRegisters.ReadWhole(registers, _type, _order) != 0);
            return true;
        }

        if (_factor == 1 && ModbusRegisters.IsWhole(_type) && ModbusRegisters.ReadWhole(registers, _type, _order) is var whole && whole <= long.MaxValue)
        {
            value = TagValue.Of((long)whole);
            return true;
        }

        var number = ModbusRegisters.Read(registers, _type, _order) / _factor;
        value = TagValue.Of(number);
        return double.IsFinite(number);
    }

    /// <summary>Whether a value may be written, asked before anything of a request is.</summary>
    public ModbusExceptionCode Judge(in TagValue value)
    {
        if (_point.Find() is not { } point)
            return _store.UnknownKeys == UnknownKeys.Reject ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.None;
        return point.Definition.Limits is { IsClamped: false } limits && value.TryGetNumber(out var number) && (number < limits.Low || number > limits.High)
            ? ModbusExceptionCode.IllegalDataValue
            : ModbusExceptionCode.None;
    }

    /// <summary>Writes the point; when it returns the value is visible.</summary>
    /// <returns>Null: its key is not registered.</returns>
    public WriteResult? TryWrite(in TagValue value) => _point.Find() is { } point ? _store.Write(point, new TagWrite(value, TagOrigin.Modbus)) : null;

    private double Scaled(in TagValue value)
    {
        if (!value.TryGetNumber(out var number) || !double.IsFinite(number))
            return 0;
        if (_factor == 1)
            return number;
        // 0.29 × 100 is 28.999999999999996, which truncated would lose what a client wrote as 29.
        var product = number * _factor;
        var whole = Math.Round(product);
        return ModbusRegisters.IsWhole(_type) && Math.Abs(product - whole) <= Math.Abs(product) * LastBits ? whole : product;
    }
}
