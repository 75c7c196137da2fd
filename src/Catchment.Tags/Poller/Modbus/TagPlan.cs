using System.Buffers.Binary;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>What a value of a tag does to its device.</summary>
/// <param name="place">Where the tag lies.</param>
/// <param name="isOn">Of a bit: whether it is set.</param>
/// <param name="registers">Of registers: what they become; of some bits of one: those bits, from the lowest on.</param>
internal sealed class TagPlan(ModbusPlace place, bool isOn, byte[] registers)
{
    private const int WordBytes = 2;

    /// <summary>Lays a value out.</summary>
    /// <param name="tag">A coil, or one of holding registers.</param>
    /// <param name="value">The value.</param>
    /// <param name="error">Why it cannot be; null: it can.</param>
    internal static TagPlan? Of(PollerTag tag, in TagValue value, out string? error)
    {
        error = null;
        var place = tag.Modbus!;
        if (place.IsBit)
            return new TagPlan(place, TagConversion.Bit(tag, value), []);
        var registers = new byte[place.Length * WordBytes];
        error = TagConversion.Write(IsField(place) ? tag with { Modbus = place with { Form = place.Form with { StartBit = 0, Bits = 0, Kind = RegisterKind.Unsigned } } } : tag, value, registers);
        if (error is null && IsField(place) && Field(registers, place.Form) >> BitsOf(place.Form) != 0)
            error = $"{value} is beyond the tag's bits";
        return error is null ? new TagPlan(place, false, registers) : null;
    }

    /// <summary>Sends it.</summary>
    /// <param name="client">The device's connection, in its turn.</param>
    /// <param name="device">The device.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ModbusException">It was not written, or nobody knows.</exception>
    internal async ValueTask SendAsync(ModbusClient client, ModbusDevice device, CancellationToken cancellation)
    {
        if (place.IsBit)
        {
            if (device.WritesBlocks)
                await client.WriteCoilsAsync(device.Unit, place.Address, [isOn], cancellation);
            else
                await client.WriteCoilAsync(device.Unit, place.Address, isOn, cancellation);
            return;
        }

        var bytes = registers;
        if (IsField(place))
        {
            // The other bits of the registers stay as they are, as far as a device without a function for that can be told.
            bytes = new byte[registers.Length];
            await client.ReadRegistersAsync(device.Unit, ModbusTable.HoldingRegisters, place.Address, bytes, cancellation);
            Merge(bytes);
        }

        if (bytes.Length == WordBytes && !device.WritesBlocks)
            await client.WriteRegisterAsync(device.Unit, place.Address, BinaryPrimitives.ReadUInt16BigEndian(bytes), cancellation);
        else
            await client.WriteRegistersAsync(device.Unit, place.Address, bytes, cancellation);
    }

    private static bool IsField(ModbusPlace place) => place.Form.Kind is RegisterKind.Signed or RegisterKind.Unsigned && (place.Form.StartBit > 0 || place.Form.Bits > 0);

    private static int BitsOf(RegisterForm form) => form.Bits > 0 ? form.Bits : (form.Registers * 16) - form.StartBit;

    private static Int128 Field(ReadOnlySpan<byte> registers, RegisterForm form) => ModbusRegisters.ReadWhole(registers, TypeOf(form), form.Order);

    private static ModbusDataType TypeOf(RegisterForm form) => form.Registers switch
    {
        1 => ModbusDataType.Unsigned16,
        2 => ModbusDataType.Unsigned32,
        _ => ModbusDataType.Unsigned64,
    };

    private void Merge(Span<byte> present)
    {
        var form = place.Form;
        var mask = ((Int128.One << BitsOf(form)) - 1) << form.StartBit;
        var merged = (Field(present, form) & ~mask) | ((Field(registers, form) << form.StartBit) & mask);
        ModbusRegisters.WriteWhole(merged, TypeOf(form), form.Order, ModbusOutOfRange.Wrap, present);
    }
}
