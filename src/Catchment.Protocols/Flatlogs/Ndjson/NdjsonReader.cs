namespace Catchment.Protocols.Flatlogs.Ndjson;

/// <summary>
/// Reads the lines of an ndjson file from a stream, also of one that is still being written: behind <see cref="NdjsonStep.End"/> and
/// <see cref="NdjsonStep.Incomplete"/> a later <see cref="Read"/> goes on with what has been written meanwhile. Memory is at most about twice
/// the longest line that is taken in. A <see cref="System.IO.Compression.GZipStream"/> tells of a file that ends early only where the host is
/// configured for <c>System.IO.Compression.UseStrictValidation</c>. For one thread. Source: telemetry 9, 12 (D11).
/// </summary>
public sealed class NdjsonReader : IDisposable
{
    /// <summary>The longest line that is taken in unless it is said otherwise: 16 MiB.</summary>
    public const int DefaultMaxLineLength = 16 << 20;

    private readonly ReadAhead _ahead;
    private readonly int _maxLineLength;
    private int _lineLength; // With its end.
    private int _searched; // Bytes of what is there that have no line's end.
    private long _passed; // Bytes of a line that is too long.
    private bool _isDamaged;

    /// <summary>Makes a reader.</summary>
    /// <param name="stream">The text, decompressed; stands at the start of a line, and stays open.</param>
    /// <param name="offset">Where in the text that is, in bytes.</param>
    /// <param name="maxLineLength">The longest line that is taken in, in bytes, from 1 to 512 MiB.</param>
    public NdjsonReader(Stream stream, long offset = 0, int maxLineLength = DefaultMaxLineLength)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLineLength, 512 << 20);
        _ahead = new ReadAhead(stream);
        _maxLineLength = maxLineLength;
        Position = offset;
    }

    /// <summary>Where the next line begins, or the incomplete one: where a later reader has to go on. In bytes of the text.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// The line that <see cref="Read"/> came upon, without its end, until it is called again. Behind <see cref="NdjsonStep.Incomplete"/> what is there of
    /// the last one.
    /// </summary>
    public ReadOnlySpan<byte> Line => _lineLength > 0 ? _ahead.LastUsed(_lineLength)[..^1] : _ahead.Available;

    /// <summary>What there is of an incomplete line is longer already than a line that is taken in; <see cref="Line"/> has nothing of it.</summary>
    public bool IsOversized => _passed > 0;

    /// <summary>Reads the next line.</summary>
    /// <returns>What there was.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public NdjsonStep Read()
    {
        _lineLength = 0;
        while (true)
        {
            var end = _ahead.Available[_searched..].IndexOf((byte)'\n');
            if (end >= 0)
                return Take(_searched + end + 1);
            _searched = _ahead.Available.Length;
            if (_passed > 0 || _searched > _maxLineLength)
                PassOver(_searched);
            if (_isDamaged)
                return NdjsonStep.Damaged;
            if (!Fill())
                return _isDamaged ? NdjsonStep.Damaged : _passed + _searched > 0 ? NdjsonStep.Incomplete : NdjsonStep.End;
        }
    }

    /// <summary>Gives the buffer back; the stream stays open.</summary>
    public void Dispose() => _ahead.Dispose();

    private NdjsonStep Take(int length)
    {
        _ahead.Use(length);
        _searched = 0;
        Position += _passed + length;
        var isOversized = _passed > 0 || length - 1 > _maxLineLength;
        _passed = 0;
        _lineLength = isOversized ? 1 : length; // Of one that is too long nothing but its end.
        return isOversized ? NdjsonStep.Oversized : NdjsonStep.Line;
    }

    private void PassOver(int length)
    {
        _ahead.Use(length);
        _passed += length;
        _searched = 0;
    }

    private bool Fill()
    {
        try
        {
            return _ahead.Fill();
        }
        catch (InvalidDataException)
        {
            _isDamaged = true;
            return false;
        }
    }
}
