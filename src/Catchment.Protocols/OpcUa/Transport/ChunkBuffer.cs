using System.Buffers;

namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>
/// Received bytes, split anywhere, as whole chunks. It begins small, for most who connect never say more than Hello, and grows to the
/// largest chunk that was agreed on when one comes.
/// </summary>
internal sealed class ChunkBuffer : IDisposable
{
    private const int FirstSize = 8192;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _begin;
    private int _end;

    /// <summary>Bytes that a chunk may have.</summary>
    public int Largest { get; set; } = HelloMessage.MaxLength;

    /// <summary>Whether a chunk has begun and is not complete.</summary>
    public bool HasPart => _end > _begin;

    /// <summary>Where received bytes go; never empty after <see cref="TryTake"/> has found no whole chunk.</summary>
    public Memory<byte> Room => _bytes.AsMemory(_end);

    /// <summary>Takes what was received into <see cref="Room"/>.</summary>
    public void Received(int bytes) => _end += bytes;

    /// <summary>The next whole chunk; good until the next call.</summary>
    /// <exception cref="OpcUaException">As <see cref="ChunkHeader.Read"/>: what follows cannot be told.</exception>
    public bool TryTake(out ChunkHeader header, out ArraySegment<byte> chunk)
    {
        if (_end - _begin >= ChunkHeader.Length)
        {
            header = ChunkHeader.Read(_bytes.AsSpan(_begin), Largest);
            if (_end - _begin >= header.Size)
            {
                chunk = new ArraySegment<byte>(_bytes, _begin, header.Size);
                _begin += header.Size;
                return true;
            }

            MakeRoom(header.Size);
        }
        else
        {
            header = default;
            MakeRoom(ChunkHeader.Length);
        }

        chunk = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        (_begin, _end) = (0, 0);
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private void MakeRoom(int size)
    {
        var left = _bytes.AsSpan(_begin, _end - _begin);
        if (size > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Largest);
            left.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        else if (_begin > 0)
        {
            left.CopyTo(_bytes);
        }

        (_begin, _end) = (0, left.Length);
    }
}
