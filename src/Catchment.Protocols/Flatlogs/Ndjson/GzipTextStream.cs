using System.Buffers.Binary;
using System.IO.Compression;

namespace Catchment.Protocols.Flatlogs.Ndjson;

/// <summary>
/// The text in a gzip file, which tells a torn file. <see cref="GZipStream"/> alone ends a torn file like a whole one; here the end is compared with the
/// length that the file's last four bytes say. So it is for files of one member, as Python's gzip writes them. Source: RFC 1952, 2.3.1;
/// telemetry 12 (D11).
/// </summary>
public sealed class GzipTextStream : Stream
{
    private const int LeastLength = 18; // A header and what stands behind the text.

    private readonly LastBytes _file;
    private readonly GZipStream _text;
    private uint _length; // Modulo 2^32, as the file has it.

    /// <summary>Makes the stream.</summary>
    /// <param name="file">The file from its start; stays open.</param>
    public GzipTextStream(Stream file)
    {
        _file = new LastBytes(file);
        _text = new GZipStream(_file, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads text.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or ends early.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc cref="Read(byte[], int, int)"/>
    public override int Read(Span<byte> buffer)
    {
        var read = _text.Read(buffer);
        _length += (uint)read;
        if (read == 0 && !buffer.IsEmpty && _file.Count > 0 && (_file.Count < LeastLength || _file.Last != _length))
            throw new InvalidDataException("the gzip file ends early");
        return read;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _text.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A file, and what its last four bytes were. Does not close it.</summary>
    private sealed class LastBytes(Stream file) : Stream
    {
        private readonly byte[] _last = new byte[sizeof(uint)];

        /// <summary>How many bytes there were.</summary>
        public long Count { get; private set; }

        /// <summary>The last four bytes as a number.</summary>
        public uint Last => BinaryPrimitives.ReadUInt32LittleEndian(_last);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = file.Read(buffer);
            if (read == 0)
                return 0;
            Count += read;
            var end = buffer[int.Max(0, read - _last.Length)..read];
            _last.AsSpan(end.Length).CopyTo(_last);
            end.CopyTo(_last.AsSpan(_last.Length - end.Length));
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
