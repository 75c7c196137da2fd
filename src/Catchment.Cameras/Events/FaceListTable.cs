using System.Text;
using Catchment.Cameras.Events.Csv;

namespace Catchment.Cameras.Events;

/// <summary>
/// The bytes of a FaceList, cut into records: which columns there are, and where each record begins and ends, so that a record is added or
/// taken out without touching another.
/// </summary>
/// <remarks>Source: the camera specification, 9, with the CSV rules of 6.4. Everything is bounded by the length of the bytes.</remarks>
internal sealed class FaceListTable
{
    private const int MaxColumns = 256;

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
        var rows = new CsvRows(bytes, MaxColumns);
        if (bytes.AsSpan().StartsWith(ByteOrderMark))
            rows.SkipTo(ByteOrderMark.Length);
        if (!rows.Read())
            throw new FormatException("it is empty, not even a header is there");
        if (rows.FieldCount > MaxColumns)
            throw new FormatException($"its header has {rows.FieldCount} columns, at most {MaxColumns} are read");
        var header = Record(rows);
        var records = new List<FaceListRecord>();
        while (rows.Read())
            records.Add(Record(rows));
        return new FaceListTable(bytes)
        {
            Columns = header.Fields,
            Records = records,
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
        var endsInLine = _bytes[^1] is (byte)'\n' or (byte)'\r';
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

    private static FaceListRecord Record(CsvRows rows)
    {
        if (rows.IsBroken)
            throw new FormatException($"a quote in the row at byte {rows.Start} is not closed");
        var fields = new string[Math.Min(rows.FieldCount, MaxColumns)];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = Encoding.UTF8.GetString(rows[i]);
        return new FaceListRecord(rows.Start, rows.Position, fields);
    }
}
