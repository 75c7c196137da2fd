using System.Buffers.Binary;

namespace Catchment.Protocols.Modbus;

/// <summary>
/// Answers requests from tables: the functions 1 to 6, 15, 16, 23 and, where there is an identification, 43/14; all others are refused
/// with exception 1. The quantity is judged before the address. Bytes behind a complete request are passed over, as other servers do.
/// </summary>
/// <param name="tables">What is read and written.</param>
/// <param name="identification">What is told of the device; null: function 43 is refused.</param>
public sealed class ModbusResponder(IModbusTables tables, ModbusIdentification? identification = null)
{
    /// <summary>The bit that makes a function a refusal.</summary>
    internal const byte RefusalBit = 0x80;

    /// <summary>Bytes of a refusal; every other reply is longer.</summary>
    internal const int RefusalBytes = 2;

    private const int DeviceIdentification = 14;
    private const ushort CoilOn = 0xFF00;

    /// <summary>Answers one request.</summary>
    /// <param name="unit">The unit that it asks.</param>
    /// <param name="request">The request without its frame.</param>
    /// <param name="reply">Room for <see cref="ModbusLimits.PduBytes"/>.</param>
    /// <returns>The bytes of the reply; 0 when the request is shorter than its function needs, which no reply says.</returns>
    public int Answer(byte unit, ReadOnlySpan<byte> request, Span<byte> reply)
    {
        if (request.IsEmpty)
            return 0;
        reply[0] = request[0];
        return (ModbusFunction)request[0] switch
        {
            ModbusFunction.ReadCoils => ReadBits(unit, ModbusTable.Coils, request, reply),
            ModbusFunction.ReadDiscreteInputs => ReadBits(unit, ModbusTable.DiscreteInputs, request, reply),
            ModbusFunction.ReadHoldingRegisters => ReadRegisters(unit, ModbusTable.HoldingRegisters, request, reply),
            ModbusFunction.ReadInputRegisters => ReadRegisters(unit, ModbusTable.InputRegisters, request, reply),
            ModbusFunction.WriteSingleCoil => WriteCoil(unit, request, reply),
            ModbusFunction.WriteSingleRegister => WriteRegister(unit, request, reply),
            ModbusFunction.WriteMultipleCoils => WriteCoils(unit, request, reply),
            ModbusFunction.WriteMultipleRegisters => WriteRegisters(unit, request, reply),
            ModbusFunction.ReadWriteMultipleRegisters => ReadWriteRegisters(unit, request, reply),
            ModbusFunction.EncapsulatedInterface => Identify(request, reply),
            _ => Refuse(reply, ModbusExceptionCode.IllegalFunction),
        };
    }

    /// <summary>Makes the reply that stands in the room a refusal; its first byte is the function.</summary>
    internal static int Refuse(Span<byte> reply, ModbusExceptionCode code)
    {
        reply[0] |= RefusalBit;
        reply[1] = (byte)code;
        return RefusalBytes;
    }

    private int ReadBits(byte unit, ModbusTable table, ReadOnlySpan<byte> request, Span<byte> reply)
    {
        if (request.Length < 5)
            return 0;
        var (address, count) = Range(request);
        if (count is 0 or > ModbusLimits.ReadBits)
            return Refuse(reply, ModbusExceptionCode.IllegalDataValue);
        if (address + count > ModbusLimits.TableSize)
            return Refuse(reply, ModbusExceptionCode.IllegalDataAddress);
        var bits = reply.Slice(2, (count + 7) / 8);
        bits.Clear();
        reply[1] = (byte)bits.Length;
        return tables.ReadBits(unit, table, address, count, bits) is var code and not ModbusExceptionCode.None ? Refuse(reply, code) : 2 + bits.Length;
    }

    private int ReadRegisters(byte unit, ModbusTable table, ReadOnlySpan<byte> request, Span<byte> reply)
    {
        if (request.Length < 5)
            return 0;
        var (address, count) = Range(request);
        if (count is 0 or > ModbusLimits.ReadRegisters)
            return Refuse(reply, ModbusExceptionCode.IllegalDataValue);
        return address + count > ModbusLimits.TableSize
            ? Refuse(reply, ModbusExceptionCode.IllegalDataAddress)
            : ReadRegisters(unit, table, address, count, reply);
    }

    private int ReadRegisters(byte unit, ModbusTable table, int address, int count, Span<byte> reply)
    {
        reply[1] = (byte)(2 * count);
        return tables.ReadRegisters(unit, table, address, reply.Slice(2, 2 * count)) is var code and not ModbusExceptionCode.None
            ? Refuse(reply, code)
            : 2 + (2 * count);
    }

    private int WriteCoil(byte unit, ReadOnlySpan<byte> request, Span<byte> reply)
    {
        if (request.Length < 5)
            return 0;
        var (address, value) = Range(request);
        if (value is not (0 or CoilOn))
            return Refuse(reply, ModbusExceptionCode.IllegalDataValue);
        return Echo(request, reply, tables.WriteBits(unit, address, 1, value == 0 ? [0] : [1]));
    }

    private int WriteRegister(byte unit, ReadOnlySpan<byte> request, Span<byte> reply) =>
        request.Length < 5 ? 0 : Echo(request, reply, tables.WriteRegisters(unit, Range(request).Address, request.Slice(3, 2)));

    private int WriteCoils(byte unit, ReadOnlySpan<byte> request, Span<byte> reply)
    {
        if (request.Length < 6)
            return 0;
        var (address, count) = Range(request);
        if (count is 0 or > ModbusLimits.WriteBits || request[5] != (count + 7) / 8)
            return Refuse(reply, ModbusExceptionCode.IllegalDataValue);
        if (request.Length < 6 + request[5])
            return 0;
        return address + count > ModbusLimits.TableSize
            ? Refuse(reply, ModbusExceptionCode.IllegalDataAddress)
            : Echo(request, reply, tables.WriteBits(unit, address, count, request.Slice(6, request[5])));
    }

    private int WriteRegisters(byte unit, ReadOnlySpan<byte> request, Span<byte> reply)
    {
        if (request.Length < 6)
            return 0;
        var (address, count) = Range(request);
        if (count is 0 or > ModbusLimits.WriteRegisters || request[5] != 2 * count)
            return Refuse(reply, ModbusExceptionCode.IllegalDataValue);
        if (request.Length < 6 + request[5])
            return 0;
        return address + count > ModbusLimits.TableSize
            ? Refuse(reply, ModbusExceptionCode.IllegalDataAddress)
            : Echo(request, reply, tables.WriteRegisters(unit, address, request.Slice(6, request[5])));
    }

    private int ReadWriteRegisters(byte unit, ReadOnlySpan<byte> request, Span<byte> reply)
    {
        if (request.Length < 10)
            return 0;
        var (read, readCount) = Range(request);
        var (write, writeCount) = Range(request[4..]);
        if (readCount is 0 or > ModbusLimits.ReadRegisters || writeCount is 0 or > ModbusLimits.ReadWriteRegisters || request[9] != 2 * writeCount)
            return Refuse(reply, ModbusExceptionCode.IllegalDataValue);
        if (request.Length < 10 + request[9])
            return 0;
        if (read + readCount > ModbusLimits.TableSize || write + writeCount > ModbusLimits.TableSize)
            return Refuse(reply, ModbusExceptionCode.IllegalDataAddress);
        return tables.WriteRegisters(unit, write, request.Slice(10, request[9])) is var code and not ModbusExceptionCode.None
            ? Refuse(reply, code)
            : ReadRegisters(unit, ModbusTable.HoldingRegisters, read, readCount, reply);
    }

    private int Identify(ReadOnlySpan<byte> request, Span<byte> reply)
    {
        if (request.Length < 2)
            return 0;
        if (identification is null || request[1] != DeviceIdentification)
            return Refuse(reply, ModbusExceptionCode.IllegalFunction);
        if (request.Length < 4)
            return 0;
        var (kind, first) = (request[2], request[3]);
        if (kind is 0 or > 4)
            return Refuse(reply, ModbusExceptionCode.IllegalDataValue);
        var single = kind == 4;
        var end = kind == 1 ? ModbusIdentification.BasicObjects : identification.Count;
        if (single && first >= end)
            return Refuse(reply, ModbusExceptionCode.IllegalDataAddress);
        // The standard: who asks for a stream from an object that is not there gets it from the beginning.
        var next = first >= end ? 0 : first;
        end = single ? next + 1 : end;

        (reply[1], reply[2], reply[3], reply[4], reply[5], reply[6]) = (DeviceIdentification, kind, 0x82, 0, 0, 0);
        var length = 7;
        for (; next < end; next++)
        {
            var text = identification[next];
            if (length + 2 + text.Length > ModbusLimits.PduBytes)
            {
                (reply[4], reply[5]) = (0xFF, (byte)next);
                break;
            }

            (reply[length], reply[length + 1]) = ((byte)next, (byte)text.Length);
            text.CopyTo(reply[(length + 2)..]);
            length += 2 + text.Length;
            reply[6]++;
        }

        return length;
    }

    private static int Echo(ReadOnlySpan<byte> request, Span<byte> reply, ModbusExceptionCode code)
    {
        if (code != ModbusExceptionCode.None)
            return Refuse(reply, code);
        request[..5].CopyTo(reply);
        return 5;
    }

    private static (int Address, int Count) Range(ReadOnlySpan<byte> request) =>
        (BinaryPrimitives.ReadUInt16BigEndian(request[1..]), BinaryPrimitives.ReadUInt16BigEndian(request[3..]));
}
