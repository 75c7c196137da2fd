using System.Runtime.InteropServices;

namespace Catchment.Cameras.Events.Csv;

/// <summary>
/// A day's index, as far as its file has been read; goes on where it ended when the file has grown. For one thread at a time.
/// </summary>
/// <remarks>Source: the camera specification, 5 and 6.4.</remarks>
internal sealed class IndexCsv
{
    /// <summary>Fields of a row.</summary>
    internal const int Fields = 7;

    private readonly List<IndexRow> _rows = [];
    private readonly CsvTexts _texts = new();
    private int _number;
    private int _leftOut;
    private int _unfinished; // rows in _rows that the file may still make others: the last one without its line end, all behind an open quote
    private int _unfinishedLeftOut;

    /// <summary>The rows that are whole, in the order of the file.</summary>
    internal ReadOnlySpan<IndexRow> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>How many of the rows stay what they are when the file grows.</summary>
    internal int FinalCount => _rows.Count - _unfinished;

    /// <summary>How many rows were left out.</summary>
    internal int LeftOut => _leftOut + _unfinishedLeftOut;

    /// <summary>Bytes of the file that need not be read again when it has only grown.</summary>
    internal int Position { get; private set; }

    /// <summary>Goes on.</summary>
    /// <param name="rest">The file's bytes from <see cref="Position"/> to its end.</param>
    internal void Read(ReadOnlySpan<byte> rest)
    {
        _rows.RemoveRange(_rows.Count - _unfinished, _unfinished);
        (_unfinished, _unfinishedLeftOut) = (0, 0);
        var mark = Position == 0 && rest.StartsWith(CsvFiles.ByteOrderMark) ? CsvFiles.ByteOrderMark.Length : 0;
        var rows = new CsvRows(rest[mark..], Fields);
        var from = Position + mark;
        var isFinal = true;
        for (var number = _number; rows.Read(); number++)
        {
            var row = Row(ref rows, number);
            if (row is not null)
                _rows.Add(row);
            isFinal &= rows.IsFinal;
            if (isFinal)
            {
                _leftOut += row is null ? 1 : 0;
                _number = number + 1;
                Position = from + rows.Position;
            }
            else
            {
                _unfinishedLeftOut += row is null ? 1 : 0;
                _unfinished += row is null ? 0 : 1;
            }
        }
    }

    private IndexRow? Row(ref CsvRows row, int number)
    {
        if (row.FieldCount != Fields || row.IsBroken || CsvFiles.HasLongField(ref row, Fields) || _rows.Count == CsvFiles.MostRows
            || !CsvValues.TryReadTime(row[2], out var time, out var nanoseconds)
            || !CsvValues.TryReadInteger(row[4], out var width) || !CsvValues.TryReadInteger(row[5], out var height))
            return null;
        return new IndexRow(number, _texts.Read(row[0]), _texts.Read(row[1]), time, _texts.Read(row[3]), width, height, _texts.Read(row[6]))
        {
            Nanoseconds = nanoseconds,
        };
    }
}
