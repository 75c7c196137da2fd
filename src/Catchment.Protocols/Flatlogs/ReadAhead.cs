using System.Buffers;

namespace Catchment.Protocols.Flatlogs;

/// <summary>
/// The bytes of a stream that have been read and not yet been used. It grows by what is really there, never by what a length field says; a
/// stream that ended is asked again, because a file may have grown.
/// </summary>
internal sealed class ReadAhead(Stream stream) : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start;
    private int _end;

    /// <summary>What has been read and not been used; valid until the next <see cref="Fill"/>.</summary>
    public ReadOnlySpan<byte> Available => _bytes.AsSpan(_start, _end - _start);

    /// <summary>The last bytes that were used, until the next <see cref="Fill"/>.</summary>
    public ReadOnlySpan<byte> LastUsed(int count) => _bytes.AsSpan(_start - count, count);

    /// <summary>Marks bytes as used; they stay where they are until the next <see cref="Fill"/>.</summary>
    public void Use(int count) => _start += count;

    /// <summary>Reads more.</summary>
    /// <returns>False: there is no more for now.</returns>
    public bool Fill()
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end == _bytes.Length)
            MakeRoom();
        var read = stream.Read(_bytes, _end, _bytes.Length - _end);
        _end += read;
        return read > 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }

    private void MakeRoom()
    {
        var there = Available;
        if (_start > 0)
        {
            there.CopyTo(_bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(checked(2 * _bytes.Length));
            there.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        (_start, _end) = (0, there.Length);
    }
}
