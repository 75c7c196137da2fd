namespace Catchment.Cameras.Events.Csv;

/// <summary>Reads the file of a tracking set.</summary>
/// <remarks>Source: the camera specification, 5 and 6.5.</remarks>
internal static class TrackingCsv
{
    /// <summary>Fields of a row.</summary>
    internal const int Fields = 7;

    private static readonly byte[][] Header =
        [[.. "timestamp"u8], [.. "objid"u8], [.. "classname"u8], [.. "rect_x1"u8], [.. "rect_y1"u8], [.. "rect_x2"u8], [.. "rect_y2"u8]];

    /// <summary>Reads a set.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="leftOut">How many rows were left out.</param>
    /// <returns>The rows that can be used, in the order of the file; null: another header, none, or a quote that is not closed.</returns>
    internal static List<TrackingRow>? Read(ReadOnlySpan<byte> bytes, out int leftOut)
    {
        leftOut = 0;
        if (bytes.StartsWith(CsvFiles.ByteOrderMark))
            bytes = bytes[CsvFiles.ByteOrderMark.Length..];
        var rows = new CsvRows(bytes, Fields);
        if (!rows.Read() || !IsHeader(ref rows))
            return null;
        var read = new List<TrackingRow>();
        var texts = new CsvTexts();
        var number = 0;
        while (rows.Read())
        {
            if (rows.IsUnclosed)
                return null;
            if (rows.FieldCount > Fields)
            {
                leftOut++; // A row that is skipped has no number.
                continue;
            }

            if (Row(ref rows, number++, texts) is { } row && read.Count < CsvFiles.MostRows)
                read.Add(row);
            else
                leftOut++;
        }

        return read;
    }

    private static bool IsHeader(ref CsvRows row)
    {
        if (row.FieldCount != Fields || row.IsBroken)
            return false;
        for (var i = 0; i < Fields; i++)
        {
            if (!row[i].SequenceEqual(Header[i]))
                return false;
        }

        return true;
    }

    private static TrackingRow? Row(ref CsvRows row, int number, CsvTexts texts)
    {
        if (row.IsBroken || CsvFiles.HasLongField(ref row, row.FieldCount) || !CsvValues.TryReadTime(row[0], out var time, out var nanoseconds)
            || !TryReadCoordinate(ref row, 3, out var x1) || !TryReadCoordinate(ref row, 4, out var y1)
            || !TryReadCoordinate(ref row, 5, out var x2) || !TryReadCoordinate(ref row, 6, out var y2))
            return null;
        return new TrackingRow(number, time, Text(ref row, 1, texts), Text(ref row, 2, texts), x1, y1, x2, y2) { Nanoseconds = nanoseconds };
    }

    private static string? Text(ref CsvRows row, int i, CsvTexts texts) => i < row.FieldCount ? texts.Read(row[i]) : null;

    /// <summary>Reads a coordinate; one that is missing is null, one that is no whole number costs the row.</summary>
    private static bool TryReadCoordinate(ref CsvRows row, int i, out long? value)
    {
        value = null;
        if (i >= row.FieldCount || CsvValues.IsMissing(row[i]))
            return true;
        if (!CsvValues.TryReadInteger(row[i], out var number))
            return false;
        value = number;
        return true;
    }
}
