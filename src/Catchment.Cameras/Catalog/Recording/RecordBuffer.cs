using System.Buffers.Binary;

namespace Catchment.Cameras.Catalog.Recording;

/// <summary>
/// Notes of what was stored, packed one after the other into one block of bytes, so that taking a note allocates nothing. Whoever
/// drains it takes the whole block and leaves an empty one. A full block takes no more notes: the files are there, and are looked
/// at later.
/// </summary>
/// <remarks>
/// A note: length of the text (4 bytes), time in ticks (8), then of a frame size (4), width (4), height (4), of an event its
/// ordinal (8) and nothing (4), then what it is (1), then the text: of a frame its node and view, of an event its whole line.
/// </remarks>
internal sealed class RecordBuffer
{
    /// <summary>Bytes of a note before its text.</summary>
    internal const int HeadBytes = 25;

    private const int FirstBytes = 64 * 1024;
    private readonly Lock _lock = new();
    private readonly int _maxBytes;
    private byte[] _block = new byte[FirstBytes];
    private byte[] _spare = new byte[FirstBytes];
    private int _length;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="maxBytes">Bytes of notes held; the memory used is up to twice that.</param>
    internal RecordBuffer(int maxBytes = 8 << 20) => _maxBytes = maxBytes;

    /// <summary>Notes a stored frame.</summary>
    /// <param name="nodeAndView">The message's first field.</param>
    /// <param name="time">The time of its name.</param>
    /// <param name="format">What its file holds.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="width">Its width; 0: unknown.</param>
    /// <param name="height">Its height; 0: unknown.</param>
    /// <param name="isFirst">It is the only note: whoever drains has to be woken.</param>
    /// <returns>False when there is no room.</returns>
    internal bool TryAddFrame(ReadOnlySpan<byte> nodeAndView, DateTime time, FrameFormat format, int size, int width, int height, out bool isFirst)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], size);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], width);
        BinaryPrimitives.WriteInt32LittleEndian(head[20..], height);
        head[24] = (byte)format;
        return TryAdd(head, time, nodeAndView, out isFirst);
    }

    /// <summary>Notes a logged line.</summary>
    /// <param name="line">Its text.</param>
    /// <param name="time">Its stamp.</param>
    /// <param name="ordinal">Its place among the lines of that stamp.</param>
    /// <param name="isFirst">It is the only note: whoever drains has to be woken.</param>
    /// <returns>False when there is no room.</returns>
    internal bool TryAddLine(ReadOnlySpan<byte> line, DateTime time, long ordinal, out bool isFirst)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt64LittleEndian(head[12..], ordinal);
        BinaryPrimitives.WriteInt32LittleEndian(head[20..], 0);
        head[24] = Record.LineKind;
        return TryAdd(head, time, line, out isFirst);
    }

    /// <summary>Takes all notes; they may be read until the next drain.</summary>
    internal ReadOnlyMemory<byte> Drain()
    {
        lock (_lock)
        {
            var taken = _block.AsMemory(0, _length);
            (_block, _spare) = (_spare, _block);
            _length = 0;
            return taken;
        }
    }

    /// <summary>Takes the next note off drained ones.</summary>
    internal static Record Take(ref ReadOnlySpan<byte> notes)
    {
        var textLength = BinaryPrimitives.ReadInt32LittleEndian(notes);
        var record = new Record(notes[..HeadBytes], notes.Slice(HeadBytes, textLength));
        notes = notes[(HeadBytes + textLength)..];
        return record;
    }

    private bool TryAdd(Span<byte> head, DateTime time, ReadOnlySpan<byte> text, out bool isFirst)
    {
        BinaryPrimitives.WriteInt32LittleEndian(head, text.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[4..], time.Ticks);
        lock (_lock)
        {
            isFirst = _length == 0;
            var end = _length + HeadBytes + text.Length;
            if (end > _maxBytes)
                return false;
            if (end > _block.Length)
                Array.Resize(ref _block, Math.Min(_maxBytes, Math.Max(end, _block.Length * 2)));
            head.CopyTo(_block.AsSpan(_length));
            text.CopyTo(_block.AsSpan(_length + HeadBytes));
            _length = end;
            return true;
        }
    }

    /// <summary>One note.</summary>
    internal readonly ref struct Record(ReadOnlySpan<byte> head, ReadOnlySpan<byte> text)
    {
        /// <summary>What stands in the place of a frame's format for a logged line.</summary>
        internal const byte LineKind = 0xFF;

        private readonly ReadOnlySpan<byte> _head = head;

        /// <summary>A frame's node and view, or a whole logged line.</summary>
        internal ReadOnlySpan<byte> Text { get; } = text;

        internal bool IsLine => _head[24] == LineKind;

        internal DateTime Time => new(BinaryPrimitives.ReadInt64LittleEndian(_head[4..]));

        internal int Size => BinaryPrimitives.ReadInt32LittleEndian(_head[12..]);

        internal int Width => BinaryPrimitives.ReadInt32LittleEndian(_head[16..]);

        internal int Height => BinaryPrimitives.ReadInt32LittleEndian(_head[20..]);

        internal FrameFormat Format => (FrameFormat)_head[24];

        internal long Ordinal => BinaryPrimitives.ReadInt64LittleEndian(_head[12..]);
    }
}
