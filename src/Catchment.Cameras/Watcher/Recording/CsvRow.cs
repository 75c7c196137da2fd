using System.Buffers;
using System.Globalization;
using System.Text;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>Puts one row together in a buffer of the caller. A field with a comma, a quote or a line break is quoted; no other is.</summary>
/// <remarks>Source: the camera specification, 5.</remarks>
/// <param name="buffer">Where the row is put; see <see cref="Room"/>.</param>
internal ref struct CsvRow(Span<byte> buffer)
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    private readonly Span<byte> _buffer = buffer;
    private int _length;

    /// <summary>How many bytes a row with so many characters of text can take, beside times and numbers.</summary>
    internal static int Room(int characters) => (characters * 3) + 256;

    internal CsvRow Field(ReadOnlySpan<char> text)
    {
        Separate();
        if (!text.ContainsAny(NeedsQuotes))
        {
            _length += Encoding.UTF8.GetBytes(text, _buffer[_length..]);
            return this;
        }

        _buffer[_length++] = (byte)'"';
        while (true)
        {
            var quote = text.IndexOf('"');
            _length += Encoding.UTF8.GetBytes(quote < 0 ? text : text[..(quote + 1)], _buffer[_length..]);
            if (quote < 0)
                break;
            _buffer[_length++] = (byte)'"';
            text = text[(quote + 1)..];
        }

        _buffer[_length++] = (byte)'"';
        return this;
    }

    internal CsvRow Field(DateTime time)
    {
        Separate();
        _length += IsoTime.Write(time, _buffer[_length..]);
        return this;
    }

    internal CsvRow Field(long number)
    {
        Separate();
        number.TryFormat(_buffer[_length..], out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    /// <summary>Ends the row.</summary>
    /// <returns>Its bytes, with the line feed.</returns>
    internal ReadOnlySpan<byte> End()
    {
        _buffer[_length++] = (byte)'\n';
        return _buffer[.._length];
    }

    private void Separate()
    {
        if (_length > 0)
            _buffer[_length++] = (byte)',';
    }
}
