using System.Buffers.Binary;
using System.Globalization;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Conversion;

/// <summary>Registers and bits to values of tags, and back. Source: <c>tags</c> 10.3.</summary>
public static class TagConversion
{
    private const int MaxRegisters = 4;

    // Above this a double has lost the digits of whole numbers.
    private const double MostExact = 1L << 53;

    /// <summary>The value of a tag whose registers were read.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="registers">Its registers, two bytes each, the high one first.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null; or why there is no value, in words.</returns>
    public static string? Read(PollerTag tag, ReadOnlySpan<byte> registers, out TagValue value)
    {
        ArgumentNullException.ThrowIfNull(tag);
        value = TagValue.Null;
        var form = tag.Modbus!.Form;
        if (registers.Length < form.Registers * 2)
            return "the device gave fewer registers than the tag has";
        registers = registers[..(form.Registers * 2)];
        Int128 whole = 0;
        var real = 0.0;
        switch (form.Kind)
        {
            case RegisterKind.Real:
                real = ModbusRegisters.Read(registers, form.Registers == 4 ? ModbusDataType.Real64 : ModbusDataType.Real32, form.Order);
                break;
            case RegisterKind.Text:
                if (!double.TryParse(ModbusRegisters.ReadText(registers, form.Order).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out real))
                    return "the registers hold no number as text";
                break;
            case RegisterKind.PackedBcd:
                if (!TryReadBcd(Unsigned(registers, form), form.Registers, out whole))
                    return "the registers hold a digit beyond 9";
                break;
            case RegisterKind.Modicon:
                whole = Modicon(registers, form.Order);
                break;
            default:
                whole = form is { Kind: RegisterKind.Signed, StartBit: 0, Bits: 0 } ? ModbusRegisters.ReadWhole(registers, Type(form, isSigned: true), form.Order) : Field(Unsigned(registers, form), form);
                break;
        }

        return Finish(tag, form.Kind is not (RegisterKind.Real or RegisterKind.Text), whole, real, out value);
    }

    /// <summary>The value of a tag that is a coil or a discrete input.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="bit">Its bit.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null; or why there is no value, in words.</returns>
    public static string? Read(PollerTag tag, bool bit, out TagValue value)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return Finish(tag, isWhole: true, bit ? 1 : 0, 0, out value);
    }

    /// <summary>The bit that a value is.</summary>
    /// <param name="tag">A discrete tag, or one that is a coil.</param>
    /// <param name="value">The value.</param>
    public static bool Bit(PollerTag tag, in TagValue value)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return TagCoercion.IsTrue(value) != (tag.IsDiscrete && tag.Scaling.IsReversed);
    }

    /// <summary>The registers of a value.</summary>
    /// <param name="tag">An analog tag, or a discrete one that has a register of its own.</param>
    /// <param name="value">The value.</param>
    /// <param name="registers">Room for all of them.</param>
    /// <returns>Null; or why there are none, in words.</returns>
    public static string? Write(PollerTag tag, in TagValue value, Span<byte> registers)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var form = tag.Modbus!.Form;
        double raw;
        if (tag.IsDiscrete)
            raw = Bit(tag, value) ? 1 : 0;
        else if (!value.TryGetNumber(out var number) || !double.IsFinite(raw = tag.Scaling.Invert(number)))
            return $"{value} is no value that this tag can have";
        if (form.Kind == RegisterKind.Real)
        {
            if (form.Registers == 2 && Math.Abs(raw) > float.MaxValue)
                return $"{value} is beyond the tag's registers";
            ModbusRegisters.Write(raw, form.Registers == 4 ? ModbusDataType.Real64 : ModbusDataType.Real32, form.Order, ModbusOutOfRange.Saturate, registers);
            return null;
        }

        // What was divided by a factor is a hair beside the whole number that was meant.
        raw = Math.Round(raw);
        var isExact = tag.Scaling.IsNone && value.Kind == TagValueKind.Whole;
        var whole = isExact ? value.AsWhole : Math.Abs(raw) < 1e30 ? (Int128)raw : Int128.MaxValue;
        return Encode(form, whole, registers) ? null : $"{value} is beyond the tag's registers";
    }

    private static bool Encode(RegisterForm form, Int128 whole, Span<byte> registers)
    {
        var type = Type(form, form.Kind == RegisterKind.Signed);
        switch (form.Kind)
        {
            case RegisterKind.Text:
                var digits = whole.ToString(CultureInfo.InvariantCulture);
                if (digits.Length > form.Registers * 2)
                    return false;
                ModbusRegisters.WriteText(digits, form.Order, registers);
                return true;
            case RegisterKind.Modicon:
                if (whole < 0 || whole / 10_000 > ushort.MaxValue)
                    return false;
                ModbusRegisters.WriteWhole(((whole / 10_000) << 16) | (whole % 10_000), ModbusDataType.Unsigned32, form.Order, ModbusOutOfRange.Saturate, registers);
                return true;
            case RegisterKind.PackedBcd:
                if (whole < 0 || !TryWriteBcd(whole, form.Registers, out whole))
                    return false;
                break;
            default:
                if (whole < ModbusRegisters.Least(type) || whole > ModbusRegisters.Most(type))
                    return false;
                break;
        }

        ModbusRegisters.WriteWhole(whole, type, form.Order, ModbusOutOfRange.Wrap, registers);
        return true;
    }

    /// <summary>The value of a number that was read: true or false, or scaled.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="isWhole">It is a whole number.</param>
    /// <param name="whole">The number.</param>
    /// <param name="real">The number, where it is not whole.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null; or why there is no value, in words.</returns>
    internal static string? Finish(PollerTag tag, bool isWhole, Int128 whole, double real, out TagValue value)
    {
        value = TagValue.Null;
        var number = isWhole ? (double)whole : real;
        if (!double.IsFinite(number))
            return "the registers hold no finite number";
        var scaling = tag.Scaling;
        if (tag.IsDiscrete)
        {
            value = TagValue.Of(number != 0 != scaling.IsReversed);
            return null;
        }

        if (isWhole && scaling.IsNone && whole <= long.MaxValue && whole >= long.MinValue)
        {
            value = TagValue.Of((long)whole);
            return null;
        }

        var scaled = scaling.Apply(number);
        if (!double.IsFinite(scaled))
            return "the scale gives no finite number";
        value = isWhole && scaling.KeepsWhole && Math.Abs(scaled) <= MostExact ? TagValue.Of((long)scaled) : TagValue.Of(scaled);
        return null;
    }

    private static Int128 Unsigned(ReadOnlySpan<byte> registers, RegisterForm form) => ModbusRegisters.ReadWhole(registers, Type(form, isSigned: false), form.Order);

    private static ModbusDataType Type(RegisterForm form, bool isSigned) => form.Registers switch
    {
        1 => isSigned ? ModbusDataType.Signed16 : ModbusDataType.Unsigned16,
        2 => isSigned ? ModbusDataType.Signed32 : ModbusDataType.Unsigned32,
        _ => isSigned ? ModbusDataType.Signed64 : ModbusDataType.Unsigned64,
    };

    private static Int128 Field(Int128 whole, RegisterForm form)
    {
        whole >>= form.StartBit;
        return form.Bits == 0 ? whole : whole & ((Int128.One << form.Bits) - 1);
    }

    private static Int128 Modicon(ReadOnlySpan<byte> registers, ModbusByteOrder order)
    {
        Span<byte> words = stackalloc byte[MaxRegisters];
        BinaryPrimitives.WriteUInt32BigEndian(words, (uint)ModbusRegisters.ReadWhole(registers, ModbusDataType.Unsigned32, order));
        return (BinaryPrimitives.ReadUInt16BigEndian(words) * (Int128)10_000) + BinaryPrimitives.ReadUInt16BigEndian(words[2..]);
    }

    private static bool TryReadBcd(Int128 packed, int registers, out Int128 whole)
    {
        whole = 0;
        for (var shift = (registers * 16) - 4; shift >= 0; shift -= 4)
        {
            var digit = (int)((packed >> shift) & 0xF);
            if (digit > 9)
                return false;
            whole = (whole * 10) + digit;
        }

        return true;
    }

    private static bool TryWriteBcd(Int128 whole, int registers, out Int128 packed)
    {
        packed = 0;
        for (var shift = 0; shift < registers * 16; shift += 4)
        {
            packed |= (whole % 10) << shift;
            whole /= 10;
        }

        return whole == 0;
    }
}
