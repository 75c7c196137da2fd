using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Catchment.Protocols.OpcUa.Binary;

/// <summary>Writes the binary encoding into a buffer that grows and goes back to its pool. Source: OPC 10000-6, 5.2.</summary>
/// <param name="limit">Bytes at most; beyond them writing fails with BadEncodingLimitsExceeded.</param>
public sealed partial class UaWriter(int limit = int.MaxValue) : IDisposable
{
    private const int ShortText = 256;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(512);

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; good until the next call.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>What was written, as memory; good until the next call.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    /// <summary>Forgets what was written, to begin again.</summary>
    public void Clear() => Length = 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        Length = 0;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Room for so many bytes, which count as written.</summary>
    /// <exception cref="OpcUaException">BadEncodingLimitsExceeded: there may not be so many.</exception>
    public Span<byte> Take(int count)
    {
        if (count > limit - Length)
            throw new OpcUaException(StatusCodes.BadEncodingLimitsExceeded);
        if (count > _buffer.Length - Length)
            Grow(count);
        var taken = _buffer.AsSpan(Length, count);
        Length += count;
        return taken;
    }

    /// <summary>A truth value, one byte.</summary>
    public void Write(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>A byte.</summary>
    public void Write(byte value) => Take(1)[0] = value;

    /// <summary>A signed byte.</summary>
    public void Write(sbyte value) => Take(1)[0] = (byte)value;

    /// <summary>16 bits, signed.</summary>
    public void Write(short value) => BinaryPrimitives.WriteInt16LittleEndian(Take(2), value);

    /// <summary>16 bits.</summary>
    public void Write(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    /// <summary>32 bits, signed.</summary>
    public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    /// <summary>32 bits.</summary>
    public void Write(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>64 bits, signed.</summary>
    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    /// <summary>64 bits.</summary>
    public void Write(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    /// <summary>Single precision.</summary>
    public void Write(float value) => BinaryPrimitives.WriteSingleLittleEndian(Take(4), value);

    /// <summary>Double precision.</summary>
    public void Write(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    /// <summary>A text; null: absent.</summary>
    public void Write(string? value)
    {
        if (value is null)
        {
            Write(-1);
            return;
        }

        var most = 4 + (3 * (long)value.Length);
        if (value.Length > ShortText || most > limit - Length)
        {
            var length = Encoding.UTF8.GetByteCount(value);
            Write(length);
            Encoding.UTF8.GetBytes(value, Take(length));
            return;
        }

        // Room for the worst case spares counting the bytes first.
        var start = Length;
        var target = Take((int)most);
        var written = Encoding.UTF8.GetBytes(value, target[4..]);
        BinaryPrimitives.WriteInt32LittleEndian(target, written);
        Length = start + 4 + written;
    }

    /// <summary>A byte string.</summary>
    public void WriteByteString(ReadOnlySpan<byte> value)
    {
        Write(value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>A byte string; null: absent.</summary>
    public void WriteByteString(byte[]? value)
    {
        if (value is null)
            Write(-1);
        else
            WriteByteString(value.AsSpan());
    }

    /// <summary>A GUID.</summary>
    public void Write(Guid value) => value.TryWriteBytes(Take(16));

    /// <summary>A time, UTC.</summary>
    public void Write(DateTime value) => Write(UaTime.ToTicks(value));

    /// <summary>A status.</summary>
    public void Write(StatusCode value) => Write(value.Value);

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + count), (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
        Written.CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
