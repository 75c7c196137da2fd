namespace Catchment.Protocols.Flatlogs;

/// <summary>
/// Reads the entries of a flatlog file from a stream, also of one that is still being written: behind <see cref="FlatlogStep.End"/> and
/// <see cref="FlatlogStep.Incomplete"/> a later <see cref="Read"/> goes on with what has been written meanwhile. Memory is that of the longest
/// entry that is really there, at most twice <see cref="MaxMessageLength"/>. For one thread. Source: telemetry 7.
/// </summary>
public sealed class FlatlogReader : IDisposable
{
    /// <summary>The longest message that is taken in unless it is said otherwise: 16 MiB; a device's file has at most 10.</summary>
    public const int DefaultMaxMessageLength = 16 << 20;

    private readonly ReadAhead _ahead;
    private FlatlogHeader _header;
    private long _entryStart;
    private int _messageLength;
    private long _oversized; // Bytes of the entry that is being passed over; 0: none is.
    private long _passed; // Of them those that were there.

    /// <summary>Makes a reader.</summary>
    /// <param name="stream">The file; stands at the start of an entry, and stays open.</param>
    /// <param name="offset">Where in the file that is, in bytes.</param>
    /// <param name="maxMessageLength">The longest message that is taken in, in bytes, from 1 to 512 MiB.</param>
    public FlatlogReader(Stream stream, long offset = 0, int maxMessageLength = DefaultMaxMessageLength)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxMessageLength, 512 << 20);
        _ahead = new ReadAhead(stream);
        Position = offset;
        MaxMessageLength = maxMessageLength;
    }

    /// <summary>The longest message that is taken in, in bytes.</summary>
    public int MaxMessageLength { get; }

    /// <summary>Where the next entry begins, or the incomplete one: where a later reader has to go on. In bytes of the file.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes behind <see cref="Position"/> that have been read: the incomplete entry.</summary>
    public long TailLength => _passed + _ahead.Available.Length;

    /// <summary>The entry that <see cref="Read"/> came upon, until it is called again; of an oversized one without its message.</summary>
    public FlatlogEntry Entry => new(_header, _ahead.LastUsed(_messageLength), _entryStart);

    /// <summary>Reads the next entry.</summary>
    /// <returns>What there was.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public FlatlogStep Read()
    {
        while (_oversized == 0)
        {
            var there = _ahead.Available;
            if (FlatlogHeader.TryRead(there, out _header))
            {
                if (_header.MessageLength > (ulong)MaxMessageLength)
                {
                    _oversized = _header.Length + (long)ulong.Min(_header.MessageLength, long.MaxValue - FlatlogHeader.MostLength);
                }
                else if (_header.Length + (int)_header.MessageLength is var length && length <= there.Length)
                {
                    _ahead.Use(length);
                    Step(length, (int)_header.MessageLength);
                    return FlatlogStep.Entry;
                }
            }

            if (_oversized == 0 && !_ahead.Fill())
                return _ahead.Available.IsEmpty ? FlatlogStep.End : FlatlogStep.Incomplete;
        }

        return PassOver();
    }

    /// <summary>Gives the buffer back; the stream stays open.</summary>
    public void Dispose() => _ahead.Dispose();

    private FlatlogStep PassOver()
    {
        while (true)
        {
            var part = (int)long.Min(_oversized - _passed, _ahead.Available.Length);
            _ahead.Use(part);
            _passed += part;
            if (_passed == _oversized)
                break;
            if (!_ahead.Fill())
                return FlatlogStep.Incomplete;
        }

        Step(_oversized, 0);
        _oversized = _passed = 0;
        return FlatlogStep.Oversized;
    }

    private void Step(long length, int messageLength)
    {
        (_entryStart, _messageLength) = (Position, messageLength);
        Position += length;
    }
}
