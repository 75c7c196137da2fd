using System.Buffers;

namespace Catchment.Cameras.Pictures;

/// <summary>Pooled memory that a picture is encoded into; it grows as needed.</summary>
internal sealed class PictureBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SmallestGrowth = 4096;

    /// <summary>A picture in full HD fits; a larger one is left to the garbage collector.</summary>
    private const int LargestPooled = 8 * 1024 * 1024;

    /// <summary>Arrays kept of each size. A pool of its own: the shared one keeps some for every thread, and each sender has a thread.</summary>
    private const int KeptOfEachSize = 2;

    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(LargestPooled, KeptOfEachSize);

    private byte[] _bytes;
    private int _written;

    /// <summary>Makes one.</summary>
    /// <param name="capacity">Bytes that are likely needed.</param>
    internal PictureBuffer(int capacity) => _bytes = Pool.Rent(Math.Max(capacity, SmallestGrowth));

    /// <summary>What was written; ends with the buffer.</summary>
    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _written);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _written);
        _written += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_written);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_written);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        _written = 0;
        if (bytes.Length > 0)
            Pool.Return(bytes);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_bytes.Length - _written >= needed)
            return;
        var least = checked(_written + Math.Max(needed, SmallestGrowth));
        var larger = Pool.Rent((int)Math.Max(least, Math.Min(Array.MaxLength, 2L * _bytes.Length)));
        _bytes.AsSpan(0, _written).CopyTo(larger);
        Pool.Return(_bytes);
        _bytes = larger;
    }
}
