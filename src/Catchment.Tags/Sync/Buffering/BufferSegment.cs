using Microsoft.Win32.SafeHandles;

namespace Catchment.Tags.Sync.Buffering;

/// <summary>One file of a buffer. A damaged record costs itself where its length still leads to the next one; otherwise what follows it in the file is lost.</summary>
internal sealed class BufferSegment : IDisposable
{
    private const int ChunkSize = 256 * 1024;

    private readonly SafeFileHandle _handle;
    private byte[] _chunk = [];
    private long _chunkStart;
    private int _chunkLength;

    private BufferSegment(string path, long number, SafeFileHandle handle) => (Path, Number, _handle) = (path, number, handle);

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>Its number; they follow each other.</summary>
    internal long Number { get; }

    /// <summary>Where the next record that is wanted begins.</summary>
    internal long Position { get; set; }

    /// <summary>Where the good records end.</summary>
    internal long End { get; private set; }

    /// <summary>Good records from <see cref="Position"/> on.</summary>
    internal int Count { get; set; }

    /// <summary>Places at which <see cref="Scan"/> found something that is no record.</summary>
    internal int Damaged { get; private set; }

    /// <summary>Opens a file for reading.</summary>
    internal static BufferSegment Open(string path, long number) =>
        new(path, number, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Looks at every record from a position on.</summary>
    internal void Scan(long position)
    {
        Position = position;
        End = RandomAccess.GetLength(_handle);
        var end = position;
        while (true)
        {
            var begin = position;
            if (!TryNext(ref position, out var record))
                break;
            if (position - record.Length > begin)
                Damaged++;
            end = position;
            Count++;
        }

        if (end != End)
            Damaged++;
        End = end;
        Release();
    }

    /// <summary>Records were written to its end.</summary>
    internal void Grew(int bytes, int count)
    {
        End += bytes;
        Count += count;
    }

    /// <summary>Reads the next good record.</summary>
    /// <param name="position">Where to look; where the record ends afterwards.</param>
    /// <param name="record">The record; it stays until the next call.</param>
    /// <returns>False: there is none any more.</returns>
    internal bool TryNext(ref long position, out ReadOnlySpan<byte> record)
    {
        for (var at = position; at < End;)
        {
            var bytes = At(at);
            var length = BufferRecord.Measure(bytes);
            if (length > 0)
            {
                record = bytes[..length];
                position = at + length;
                return true;
            }

            if (BufferRecord.Announced(bytes) is not (> 0 and var announced))
                break;
            at += announced; // Its body is damaged; what comes behind it may be good.
        }

        record = default;
        return false;
    }

    /// <summary>Gives memory back.</summary>
    internal void Release() => (_chunk, _chunkLength) = ([], 0);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>What the file holds from a position on; a whole record, if there is one.</summary>
    private ReadOnlySpan<byte> At(long position)
    {
        if (position >= _chunkStart && position < _chunkStart + _chunkLength && BufferRecord.Measure(Held(position)) != 0)
            return Held(position);
        if (_chunk.Length == 0)
            _chunk = new byte[ChunkSize];
        Fill(position);
        if (_chunkLength == _chunk.Length && _chunk.Length < BufferRecord.HeaderSize + BufferRecord.LongestBody && BufferRecord.Measure(Held(position)) == 0)
        {
            _chunk = new byte[BufferRecord.HeaderSize + BufferRecord.LongestBody];
            Fill(position);
        }

        return Held(position);
    }

    private ReadOnlySpan<byte> Held(long position) => _chunk.AsSpan((int)(position - _chunkStart), _chunkLength - (int)(position - _chunkStart));

    private void Fill(long position)
    {
        (_chunkStart, _chunkLength) = (position, 0);
        var most = (int)Math.Min(_chunk.Length, End - position);
        while (_chunkLength < most && RandomAccess.Read(_handle, _chunk.AsSpan(_chunkLength, most - _chunkLength), position + _chunkLength) is > 0 and var read)
            _chunkLength += read;
    }
}
