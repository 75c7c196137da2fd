using System.Buffers.Binary;
using System.Text;
using Catchment.Protocols.Modbus.Asking;

namespace Catchment.Protocols.Modbus;

/// <summary>
/// Asks a device, one request after another: connects when there is something to ask, and again after a failure. Whatever the device
/// does, a request ends within its time with the values or a <see cref="ModbusException"/>. Safe for many callers; they wait in line.
/// Registers are bytes, two each, the high one first, as <see cref="ModbusRegisters"/> has them.
/// </summary>
/// <param name="options">Where the device is and how it is asked.</param>
public sealed class ModbusClient(ModbusClientOptions options) : IDisposable
{
    private const int MaxIdentificationReplies = 64;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly DeviceConnection _device = new(options);

    /// <summary>Reads coils or discrete inputs, 1 to 2,000.</summary>
    /// <exception cref="ModbusException">There is no good reply; see <see cref="ModbusFault"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask ReadBitsAsync(byte unit, ModbusTable table, int address, Memory<bool> bits, CancellationToken cancellation = default)
    {
        Check(address, bits.Length, ModbusLimits.ReadBits);
        if (table is not (ModbusTable.Coils or ModbusTable.DiscreteInputs))
            throw new ArgumentException("Bits are coils or discrete inputs.", nameof(table));
        await _turn.WaitAsync(cancellation);
        try
        {
            await _device.ExchangeAsync(unit, Range((ModbusFunction)table, address, bits.Length), cancellation);
            var packed = Content((bits.Length + 7) / 8);
            for (var i = 0; i < bits.Length; i++)
                bits.Span[i] = (packed[i / 8] >> (i % 8) & 1) != 0;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads holding or input registers, 1 to 125.</summary>
    /// <exception cref="ModbusException">There is no good reply; see <see cref="ModbusFault"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask ReadRegistersAsync(byte unit, ModbusTable table, int address, Memory<byte> registers, CancellationToken cancellation = default)
    {
        Check(address, Count(registers.Length), ModbusLimits.ReadRegisters);
        if (table is not (ModbusTable.HoldingRegisters or ModbusTable.InputRegisters))
            throw new ArgumentException("Registers are holding or input registers.", nameof(table));
        await _turn.WaitAsync(cancellation);
        try
        {
            await _device.ExchangeAsync(unit, Range((ModbusFunction)table, address, registers.Length / 2), cancellation);
            Content(registers.Length).CopyTo(registers.Span);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes one coil.</summary>
    /// <exception cref="ModbusException">There is no good reply; see <see cref="ModbusFault"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the device may have written.</exception>
    public ValueTask WriteCoilAsync(byte unit, int address, bool value, CancellationToken cancellation = default) =>
        WriteAsync(unit, ModbusFunction.WriteSingleCoil, address, value ? 0xFF00 : 0, default, cancellation);

    /// <summary>Writes one holding register.</summary>
    /// <exception cref="ModbusException">There is no good reply; see <see cref="ModbusFault"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the device may have written.</exception>
    public ValueTask WriteRegisterAsync(byte unit, int address, ushort value, CancellationToken cancellation = default) =>
        WriteAsync(unit, ModbusFunction.WriteSingleRegister, address, value, default, cancellation);

    /// <summary>Writes coils, 1 to 1,968.</summary>
    /// <exception cref="ModbusException">There is no good reply; see <see cref="ModbusFault"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the device may have written.</exception>
    public ValueTask WriteCoilsAsync(byte unit, int address, ReadOnlySpan<bool> bits, CancellationToken cancellation = default)
    {
        Check(address, bits.Length, ModbusLimits.WriteBits);
        var packed = new byte[(bits.Length + 7) / 8];
        for (var i = 0; i < bits.Length; i++)
            packed[i / 8] |= (byte)(bits[i] ? 1 << (i % 8) : 0);
        return WriteAsync(unit, ModbusFunction.WriteMultipleCoils, address, bits.Length, packed, cancellation);
    }

    /// <summary>Writes holding registers, 1 to 123.</summary>
    /// <exception cref="ModbusException">There is no good reply; see <see cref="ModbusFault"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the device may have written.</exception>
    public ValueTask WriteRegistersAsync(byte unit, int address, ReadOnlyMemory<byte> registers, CancellationToken cancellation = default)
    {
        Check(address, Count(registers.Length), ModbusLimits.WriteRegisters);
        return WriteAsync(unit, ModbusFunction.WriteMultipleRegisters, address, registers.Length / 2, registers, cancellation);
    }

    /// <summary>Writes holding registers, 1 to 121, then reads some, 1 to 125, in one request.</summary>
    /// <exception cref="ModbusException">There is no good reply; see <see cref="ModbusFault"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the device may have written.</exception>
    public async ValueTask ReadWriteRegistersAsync(
        byte unit, int readAddress, Memory<byte> read, int writeAddress, ReadOnlyMemory<byte> write, CancellationToken cancellation = default)
    {
        Check(readAddress, Count(read.Length), ModbusLimits.ReadRegisters);
        Check(writeAddress, Count(write.Length), ModbusLimits.ReadWriteRegisters);
        await _turn.WaitAsync(cancellation);
        try
        {
            var length = Range(ModbusFunction.ReadWriteMultipleRegisters, readAddress, read.Length / 2);
            BinaryPrimitives.WriteUInt16BigEndian(_device.Request[length..], (ushort)writeAddress);
            BinaryPrimitives.WriteUInt16BigEndian(_device.Request[(length + 2)..], (ushort)(write.Length / 2));
            length = Append(length + 4, write.Span);
            await _device.ExchangeAsync(unit, length, cancellation);
            Content(read.Length).CopyTo(read.Span);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Asks for the regular device identification.</summary>
    /// <returns>The texts by object: 0 vendor, 1 product code, 2 revision, 3 URL, 4 product name, 5 model, 6 application.</returns>
    /// <exception cref="ModbusException">There is no good reply; see <see cref="ModbusFault"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<IReadOnlyDictionary<int, string>> ReadIdentificationAsync(byte unit, CancellationToken cancellation = default)
    {
        const byte DeviceIdentification = 14, Regular = 2;
        var objects = new SortedDictionary<int, string>();
        await _turn.WaitAsync(cancellation);
        try
        {
            byte next = 0;
            for (var replies = 0; replies < MaxIdentificationReplies; replies++)
            {
                ReadOnlySpan<byte> ask = [(byte)ModbusFunction.EncapsulatedInterface, DeviceIdentification, Regular, next];
                ask.CopyTo(_device.Request);
                await _device.ExchangeAsync(unit, ask.Length, cancellation);
                if (!TakeObjects(objects, out next))
                    break;
            }
        }
        finally
        {
            _turn.Release();
        }

        return objects;
    }

    /// <summary>Ends the connection. A request that is under way fails with <see cref="ModbusFault.Closed"/>.</summary>
    public void Dispose() => _device.Dispose();

    private async ValueTask WriteAsync(byte unit, ModbusFunction function, int address, int second, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        Check(address, 1, 1);
        await _turn.WaitAsync(cancellation);
        try
        {
            var length = Range(function, address, second);
            if (!content.IsEmpty)
                length = Append(length, content.Span);
            await _device.ExchangeAsync(unit, length, cancellation);
            if (!_device.Reply.SequenceEqual(_device.Request[..5]))
                throw _device.Malformed("repeats another writing");
        }
        finally
        {
            _turn.Release();
        }
    }

    private int Range(ModbusFunction function, int address, int second)
    {
        var request = _device.Request;
        request[0] = (byte)function;
        BinaryPrimitives.WriteUInt16BigEndian(request[1..], (ushort)address);
        BinaryPrimitives.WriteUInt16BigEndian(request[3..], (ushort)second);
        return 5;
    }

    private int Append(int length, ReadOnlySpan<byte> content)
    {
        _device.Request[length] = (byte)content.Length;
        content.CopyTo(_device.Request[(length + 1)..]);
        return length + 1 + content.Length;
    }

    private ReadOnlySpan<byte> Content(int bytes)
    {
        var reply = _device.Reply;
        return reply.Length == 2 + bytes && reply[1] == bytes ? reply[2..] : throw _device.Malformed($"has not the {bytes} bytes that were asked for");
    }

    /// <summary>Takes the texts of a reply.</summary>
    /// <returns>Whether more follow, from the next object on.</returns>
    private bool TakeObjects(SortedDictionary<int, string> objects, out byte next)
    {
        var reply = _device.Reply;
        next = 0;
        if (reply.Length < 7)
            throw _device.Malformed("is shorter than an identification");
        var at = 7;
        for (var left = reply[6]; left > 0; left--)
        {
            if (reply.Length < at + 2 || reply.Length < at + 2 + reply[at + 1])
                throw _device.Malformed("ends within a text");
            objects[reply[at]] = Encoding.UTF8.GetString(reply.Slice(at + 2, reply[at + 1]));
            at += 2 + reply[at + 1];
        }

        next = reply[5];
        return reply[4] == 0xFF;
    }

    private static int Count(int bytes)
    {
        if (bytes % 2 != 0)
            throw new ArgumentException("Registers are two bytes each.", nameof(bytes));
        return bytes / 2;
    }

    private static void Check(int address, int count, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address, ModbusLimits.TableSize - count);
    }
}
