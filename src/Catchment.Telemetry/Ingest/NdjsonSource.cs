using Catchment.Protocols.Flatlogs.Ndjson;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Ingest;

/// <summary>The lines of a <c>.ndjson.gz</c> file. Source: <c>telemetry</c> 9, D11.</summary>
internal sealed class NdjsonSource : EntrySource
{
    private readonly GzipTextStream _text;
    private readonly NdjsonReader _reader;
    private readonly NdjsonDecoder _decoder = new();
    private bool _isAtEnd;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file from its start; stays open.</param>
    internal NdjsonSource(Stream file)
    {
        _text = new GzipTextStream(file);
        _reader = new NdjsonReader(_text);
    }

    /// <inheritdoc/>
    internal override bool Read(RowBatch batch)
    {
        while (!_isAtEnd)
        {
            var place = _reader.Position;
            switch (_reader.Read())
            {
                case NdjsonStep.Line:
                    if (Decode(batch) is not { } fault)
                        return true;
                    if (fault != NdjsonFault.Blank)
                        Skipped.Add(Reason(fault), place);
                    break;
                case NdjsonStep.Oversized:
                    Skipped.Add("of too many bytes", place);
                    break;
                case NdjsonStep.Damaged:
                    _isAtEnd = true;
                    Tail = "the gzip file is damaged or ends early";
                    break;
                case NdjsonStep.Incomplete:
                    // A finished file may lack the last line's end; what is a whole entry without it is one.
                    _isAtEnd = true;
                    if (Decode(batch) is not { } last)
                        return true;
                    if (last != NdjsonFault.Blank)
                        Tail = "its last line is incomplete";
                    break;
                default:
                    _isAtEnd = true;
                    break;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader.Dispose();
        _text.Dispose();
    }

    /// <summary>Makes a row of the line; null: there is one.</summary>
    private NdjsonFault? Decode(RowBatch batch)
    {
        var fault = _decoder.Decode(_reader.Line, batch, out var row);
        if (fault != NdjsonFault.None)
        {
            batch.Drop();
            return fault;
        }

        batch.Add(row.Microseconds, row.EventCode);
        return null;
    }

    private static string Reason(NdjsonFault fault) => fault switch
    {
        NdjsonFault.NotAnObject => "that are no object",
        NdjsonFault.TooDeep => "that are nested too deep",
        NdjsonFault.Inflated => "of too many bytes",
        NdjsonFault.NoTime => "without ts",
        NdjsonFault.UnreadableTime => "whose ts is no time",
        NdjsonFault.NoEventCode => "without ec",
        NdjsonFault.LongEventCode => $"whose ec has more than {ColumnWidths.EventCode} characters",
        NdjsonFault.NoMessage => "without msg",
        _ => "that are no JSON",
    };
}
