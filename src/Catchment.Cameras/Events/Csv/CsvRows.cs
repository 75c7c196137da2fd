namespace Catchment.Cameras.Events.Csv;

/// <summary>
/// Splits CSV as pandas' reader does: <c>\n</c>, <c>\r\n</c> and <c>\r</c> end a row; lines that are empty or hold only blanks are
/// skipped; a double quote at a field's beginning groups everything up to the closing one, line breaks too; elsewhere it is a character.
/// Unlike there, a quote that is never closed, or closed in a later line and not as a field ends, costs its own line and not those behind
/// it. Looks at each byte twice at most and allocates nothing per row.
/// </summary>
/// <remarks>Source: the camera specification, 6.4; compared with pandas itself by the tests.</remarks>
internal ref struct CsvRows
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Field[] _fields;
    private byte[] _unquoted = [];
    private int _unquotedLength;
    private int _next;
    private bool _mayClose;

    /// <summary>Begins before the first row.</summary>
    /// <param name="bytes">The file, or its rest from the beginning of a row on.</param>
    /// <param name="mostFields">Fields of a row that can be looked at; further ones are counted only.</param>
    internal CsvRows(ReadOnlySpan<byte> bytes, int mostFields)
    {
        _bytes = bytes;
        _fields = new Field[mostFields];
    }

    /// <summary>Fields of the row, those beyond the most that can be looked at included.</summary>
    internal int FieldCount { get; private set; }

    /// <summary>The row stays what it is when the file grows: it has its line end, and no quote in it waits for another one.</summary>
    internal bool IsFinal { get; private set; }

    /// <summary>A quoted field does not end as one; the row ends with that field's first line.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>It is broken because no quote follows, neither in the rest of the file nor as far as a field may reach.</summary>
    internal bool IsUnclosed { get; private set; }

    /// <summary>Where the row begins.</summary>
    internal int Start { get; private set; }

    /// <summary>Where the next row begins.</summary>
    internal readonly int Position => _next;

    /// <summary>A field of the row, without its quotes. Valid until the next <see cref="Read"/>.</summary>
    internal readonly ReadOnlySpan<byte> this[int i]
    {
        get
        {
            var field = _fields[i];
            return (field.IsUnquoted ? _unquoted : _bytes).Slice(field.Start, field.Length);
        }
    }

    /// <summary>Goes on at a place where a row begins.</summary>
    internal void SkipTo(int position) => _next = position;

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end.</returns>
    internal bool Read()
    {
        if (!SkipEmptyLines())
            return false;
        FieldCount = 0;
        _unquotedLength = 0;
        IsBroken = IsUnclosed = IsFinal = _mayClose = false;
        var at = Start = _next;
        while (true)
        {
            at = at < _bytes.Length && _bytes[at] == '"' ? ReadQuoted(at + 1) : ReadPlain(at);
            if (at == _bytes.Length)
            {
                _next = at;
                return true;
            }

            var end = _bytes[at++];
            if (end == ',')
                continue;
            if (end == '\r' && at < _bytes.Length && _bytes[at] == '\n')
                at++;
            IsFinal = !_mayClose;
            _next = at;
            return true;
        }
    }

    private bool SkipEmptyLines()
    {
        while (_next < _bytes.Length)
        {
            var blanks = _bytes[_next..].IndexOfAnyExcept((byte)' ', (byte)'\t');
            if (blanks < 0)
            {
                _next = _bytes.Length;
                return false;
            }

            if (_bytes[_next + blanks] is not ((byte)'\n' or (byte)'\r'))
                return true;
            _next += blanks + 1;
        }

        return false;
    }

    private int ReadPlain(int start)
    {
        var end = EndOfPlain(start);
        Add(new Field(start, end - start, IsUnquoted: false));
        return end;
    }

    private readonly int EndOfPlain(int start)
    {
        var length = _bytes[start..].IndexOfAny((byte)',', (byte)'\n', (byte)'\r');
        return length < 0 ? _bytes.Length : start + length;
    }

    private int ReadQuoted(int start)
    {
        var from = _unquotedLength;
        var at = start;
        var most = Math.Min(_bytes.Length, start + CsvFiles.LongestField);
        while (true)
        {
            var length = at < most ? _bytes[at..most].IndexOf((byte)'"') : -1;
            if (length < 0)
            {
                IsUnclosed = true;
                _mayClose = _bytes.Length < start + CsvFiles.LongestField;
                return Break(start);
            }

            var quote = at + length;
            var next = quote + 1;
            if (next < _bytes.Length && _bytes[next] == '"')
            {
                Unquote(_bytes[at..next]); // Two quotes are one of the text.
                at = next + 1;
                continue;
            }

            var end = EndOfPlain(next);
            if (at == start && end == next)
            {
                Add(new Field(start, quote - start, IsUnquoted: false));
                return end;
            }

            if (end > next && _bytes[start..quote].ContainsAny((byte)'\n', (byte)'\r'))
                return Break(start); // This quote rather opens a field of a later row.
            Unquote(_bytes[at..quote]);
            Unquote(_bytes[next..end]); // What follows the closing quote belongs to the text.
            Add(new Field(from, _unquotedLength - from, IsUnquoted: true));
            return end;
        }
    }

    private int Break(int start)
    {
        IsBroken = true;
        var length = _bytes[start..].IndexOfAny((byte)'\n', (byte)'\r');
        var end = length < 0 ? _bytes.Length : start + length;
        Add(new Field(start, end - start, IsUnquoted: false));
        return end;
    }

    private void Add(Field field)
    {
        if (FieldCount < _fields.Length)
            _fields[FieldCount] = field;
        FieldCount++;
    }

    private void Unquote(ReadOnlySpan<byte> text)
    {
        if (_unquotedLength + text.Length > _unquoted.Length)
            Array.Resize(ref _unquoted, Math.Max(2 * _unquoted.Length, _unquotedLength + text.Length));
        text.CopyTo(_unquoted.AsSpan(_unquotedLength));
        _unquotedLength += text.Length;
    }

    /// <summary>Where a field lies: in the file, or with its quotes taken away in the memory beside it.</summary>
    private readonly record struct Field(int Start, int Length, bool IsUnquoted);
}
