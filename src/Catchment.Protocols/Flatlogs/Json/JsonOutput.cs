using System.Buffers;
using System.Runtime.CompilerServices;

namespace Catchment.Protocols.Flatlogs.Json;

/// <summary>Writes bytes into a buffer writer, whose memory is asked for rarely.</summary>
internal ref struct JsonOutput(IBufferWriter<byte> writer)
{
    private const int LeastSpan = 1024;

    private Span<byte> _span;
    private int _used;

    /// <summary>Something that the database cannot hold was replaced.</summary>
    public bool IsRepaired { get; set; }

    /// <summary>Room for some bytes, of which <see cref="Commit"/> tells how many were written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (_span.Length - _used < size)
            Grow(size);
        return _span[_used..];
    }

    public void Commit(int count) => _used += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte value)
    {
        Reserve(1)[0] = value;
        _used++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _used += bytes.Length;
    }

    /// <summary>Hands over what was written; has to be called at the end.</summary>
    public void Flush()
    {
        writer.Advance(_used);
        _span = default;
        _used = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        Flush();
        _span = writer.GetSpan(Math.Max(size, LeastSpan));
    }
}
