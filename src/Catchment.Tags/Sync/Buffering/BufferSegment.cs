using Microsoft.Win32.SafeHandles;

namespace Catchment.Tags.Sync.Buffering;

/// <summary>One file of a buffer. What follows a damaged record is lost: nobody knows where the next one begins.</summary>
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

    /// <summary>It ends with something that is no record.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>Opens a file for reading.</summary>
    internal static BufferSegment Open(string path, long number) =>
        new(path, number, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Looks at every record from a position on.</summary>
    internal void Scan(long position)
    {
        Position = position;
        End = RandomAccess.GetLength(_handle);
        while (Record(position) is { Length: > 0 } record)
        {
            position += record.Length;
            Count++;
        }

        IsDamaged = position != End;
        End = position;
        Release();
    }

    /// <summary>Records were written to its end.</summary>
    internal void Grew(int bytes, int count)
    {
        End += bytes;
        Count += count;
    }

    /// <summary>The record at a position; empty: there is no good one.</summary>
    internal ReadOnlySpan<byte> Record(long position)
    {
        if (position >= End)
            return default;
        if (position >= _chunkStart && position < _chunkStart + _chunkLength)
        {
            var held = _chunk.AsSpan((int)(position - _chunkStart), _chunkLength - (int)(position - _chunkStart));
            if (BufferRecord.Measure(held) is not 0 and var known)
                return known < 0 ? default : held[..known];
        }

        if (_chunk.Length == 0)
            _chunk = new byte[ChunkSize];
        var length = Fill(position);
        if (length == 0 && _chunkLength == _chunk.Length && _chunk.Length < BufferRecord.HeaderSize + BufferRecord.LongestBody)
        {
            _chunk = new byte[BufferRecord.HeaderSize + BufferRecord.LongestBody];
            length = Fill(position);
        }

        return length > 0 ? _chunk.AsSpan(0, length) : default;
    }

    /// <summary>Gives memory back.</summary>
    internal void Release() => (_chunk, _chunkLength) = ([], 0);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private int Fill(long position)
    {
        (_chunkStart, _chunkLength) = (position, 0);
        var most = (int)Math.Min(_chunk.Length, End - position);
        while (_chunkLength < most && RandomAccess.Read(_handle, _chunk.AsSpan(_chunkLength, most - _chunkLength), position + _chunkLength) is > 0 and var read)
            _chunkLength += read;
        return BufferRecord.Measure(_chunk.AsSpan(0, _chunkLength));
    }
}
