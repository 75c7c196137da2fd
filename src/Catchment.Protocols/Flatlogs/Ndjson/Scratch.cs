using System.Buffers;

namespace Catchment.Protocols.Flatlogs.Ndjson;

/// <summary>Bytes that are written, looked at, and cut off again.</summary>
internal sealed class Scratch : IBufferWriter<byte>
{
    private const int FirstSize = 1024;
    private const int MostKept = 1 << 20;

    private byte[] _bytes = new byte[FirstSize];

    /// <summary>Bytes that are there; may be set to fewer.</summary>
    public int Length { get; set; }

    public ReadOnlySpan<byte> this[int start, int length] => _bytes.AsSpan(start, length);

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Write(byte value)
    {
        GetSpan(1)[0] = value;
        Length++;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Advance(int count) => Length += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
        return _bytes.AsSpan(Length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <summary>Begins anew; what one long line needed is not kept.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > MostKept)
            _bytes = new byte[FirstSize];
    }
}
