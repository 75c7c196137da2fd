using System.Text;

namespace Catchment.Cameras.Events;

/// <summary>
/// The bytes of a FaceList, cut into records: which columns there are, and where each record begins and ends, so that a record is added or
/// taken out without touching another.
/// </summary>
/// <remarks>Source: the camera specification, 9, with the CSV rules of 6.4. Everything is bounded by the length of the bytes.</remarks>
internal sealed class FaceListTable
{
    private const byte Quote = (byte)'"';
    private const byte Comma = (byte)',';
    private const byte LineFeed = (byte)'\n';
    private const byte Return = (byte)'\r';

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly byte[] _bytes;

    private FaceListTable(byte[] bytes) => _bytes = bytes;

    /// <summary>Names of the columns, in the file's order.</summary>
    internal required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The records below the header; empty lines are none.</summary>
    internal required IReadOnlyList<FaceListRecord> Records { get; init; }

    /// <summary>How the header's line ends; a line feed when it does not.</summary>
    internal required string LineEnd { get; init; }

    /// <summary>Cuts bytes into records.</summary>
    /// <exception cref="FormatException">There is no header, or a quote is not closed; the message says what.</exception>
    internal static FaceListTable Parse(byte[] bytes)
    {
        var records = new List<FaceListRecord>();
        var at = bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        while (at < bytes.Length)
        {
            var fields = new List<string>();
            var begin = at;
            at = ReadRecord(bytes, at, fields);
            if (fields.Count > 1 || !string.IsNullOrWhiteSpace(fields[0]))
                records.Add(new FaceListRecord(begin, at, fields));
        }

        if (records.Count == 0)
            throw new FormatException("it is empty, not even a header is there");
        var header = records[0];
        return new FaceListTable(bytes)
        {
            Columns = header.Fields,
            Records = records[1..],
            LineEnd = bytes.AsSpan(header.Begin, header.End - header.Begin).EndsWith("\r\n"u8) ? "\r\n" : "\n",
        };
    }

    /// <summary>The position of a column; −1: there is none.</summary>
    internal int Find(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }

        return -1;
    }

    /// <summary>The file with a record more at its end.</summary>
    internal byte[] With(IEnumerable<string> fields)
    {
        var endsInLine = _bytes[^1] is LineFeed or Return;
        return [.. _bytes, .. Encoding.UTF8.GetBytes($"{(endsInLine ? "" : LineEnd)}{string.Join(',', fields)}{LineEnd}")];
    }

    /// <summary>The file without some records.</summary>
    internal byte[] Without(Func<FaceListRecord, bool> leaves)
    {
        var rest = new MemoryStream(_bytes.Length);
        var from = 0;
        foreach (var record in Records.Where(leaves))
        {
            rest.Write(_bytes, from, record.Begin - from);
            from = record.End;
        }

        rest.Write(_bytes, from, _bytes.Length - from);
        return rest.ToArray();
    }

    private static int ReadRecord(byte[] bytes, int at, List<string> fields)
    {
        while (true)
        {
            at = bytes.AsSpan(at) is [Quote, ..] ? ReadQuoted(bytes, at, fields) : ReadPlain(bytes, at, fields);
            if (at == bytes.Length)
                return at;
            switch (bytes[at++])
            {
                case Comma:
                    if (at == bytes.Length)
                        fields.Add(""); // A comma at the very end has an empty field behind it.
                    else
                        continue;
                    return at;
                case Return when at < bytes.Length && bytes[at] == LineFeed:
                    return at + 1;
                default:
                    return at;
            }
        }
    }

    private static int ReadPlain(byte[] bytes, int at, List<string> fields)
    {
        var length = bytes.AsSpan(at).IndexOfAny(Comma, LineFeed, Return);
        if (length < 0)
            length = bytes.Length - at;
        fields.Add(Encoding.UTF8.GetString(bytes, at, length));
        return at + length;
    }

    private static int ReadQuoted(byte[] bytes, int at, List<string> fields)
    {
        var begin = at++;
        var field = new List<byte>();
        while (true)
        {
            var length = bytes.AsSpan(at).IndexOf(Quote);
            if (length < 0)
                throw new FormatException($"the quote at byte {begin} is not closed");
            field.AddRange(bytes.AsSpan(at, length));
            at += length + 1;
            if (at >= bytes.Length || bytes[at] != Quote)
                break;
            field.Add(Quote);
            at++;
        }

        // What follows a closed quote belongs to the field, as in pandas.
        var rest = bytes.AsSpan(at).IndexOfAny(Comma, LineFeed, Return);
        if (rest < 0)
            rest = bytes.Length - at;
        field.AddRange(bytes.AsSpan(at, rest));
        fields.Add(Encoding.UTF8.GetString([.. field]));
        return at + rest;
    }
}
