using System.Buffers;

namespace Catchment.Telemetry.Schema;

/// <summary>
/// Rows for <c>telem</c> on their way into the database: the messages' texts one behind the other in one piece of memory, that is kept and
/// written anew. A text is written into it first; then <see cref="Add"/> makes a row of it.
/// </summary>
internal sealed class RowBatch : IBufferWriter<byte>
{
    private const int MostRows = 4096;
    private const int FullBytes = 1 << 20;
    private const int KeptBytes = 4 << 20;

    private readonly List<Row> _rows = new(MostRows);
    private byte[] _text = new byte[64 << 10];
    private int _length;
    private int _start; // of the text that is being written

    /// <summary>The rows, in the order they were added.</summary>
    internal IReadOnlyList<Row> Rows => _rows;

    /// <summary>There is so much that it should be handed over.</summary>
    internal bool IsFull => _rows.Count >= MostRows || _length >= FullBytes;

    /// <summary>A row's message, JSON in UTF-8.</summary>
    internal ReadOnlySpan<byte> Message(Row row) => _text.AsSpan(row.Start, row.Length);

    /// <inheritdoc cref="Message"/>
    internal ReadOnlyMemory<byte> MessageMemory(Row row) => _text.AsMemory(row.Start, row.Length);

    /// <summary>The text that no row was made of yet.</summary>
    internal ReadOnlySpan<byte> Pending => _text.AsSpan(_start, _length - _start);

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _text.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _text.AsSpan(_length);
    }

    /// <summary>Makes a row of the text that was written since the one before.</summary>
    internal void Add(long microseconds, string eventCode)
    {
        _rows.Add(new Row(microseconds, eventCode, _start, _length - _start));
        _start = _length;
    }

    /// <summary>Takes back the text that no row was made of.</summary>
    internal void Drop() => _length = _start;

    /// <summary>Takes all rows out. Memory that one long message needed is given back.</summary>
    internal void Clear()
    {
        _rows.Clear();
        (_length, _start) = (0, 0);
        if (_text.Length > KeptBytes)
            _text = new byte[FullBytes];
    }

    private void Grow(int size)
    {
        var needed = _length + Math.Max(size, 1);
        if (needed > _text.Length)
            Array.Resize(ref _text, (int)Math.Min(Math.Max((long)needed, 2L * _text.Length), Array.MaxLength));
    }

    /// <summary>A row, but for its device.</summary>
    /// <param name="Microseconds">Its time, since 1970 UTC.</param>
    /// <param name="EventCode">The event code's name.</param>
    /// <param name="Start">Where its message begins.</param>
    /// <param name="Length">The bytes of its message.</param>
    internal readonly record struct Row(long Microseconds, string EventCode, int Start, int Length);
}
