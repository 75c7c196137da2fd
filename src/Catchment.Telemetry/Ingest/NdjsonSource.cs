using System.IO.Compression;
using Catchment.Protocols.Flatlogs;
using Catchment.Protocols.Flatlogs.Ndjson;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Ingest;

/// <summary>The lines of a <c>.ndjson.gz</c> or <c>.ndjson</c> file. Source: <c>telemetry</c> 9, D11.</summary>
internal sealed class NdjsonSource : EntrySource
{
    private const string Oversized = "of too many bytes";

    private readonly GZipStream? _packed;
    private readonly NdjsonReader _reader;
    private readonly NdjsonDecoder _decoder = new();
    private bool _isAtEnd;

    /// <summary>Reads a file.</summary>
    /// <param name="device">Whose entries they are.</param>
    /// <param name="file">The file from its start; stays open.</param>
    /// <param name="isPacked">It is packed by gzip.</param>
    internal NdjsonSource(string device, Stream file, bool isPacked)
        : base(device)
    {
        _packed = isPacked ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
        _reader = new NdjsonReader(_packed ?? file);
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
                    if (Decode(batch, out var row) is not { } fault)
                    {
                        if (Add(batch, row, place))
                            return true;
                        break;
                    }

                    if (fault != NdjsonFault.Blank)
                        Skipped.Add(Reason(fault), place);
                    break;
                case NdjsonStep.Oversized:
                    Skipped.Add(Oversized, place);
                    break;
                case NdjsonStep.Damaged:
                    _isAtEnd = true;
                    Tail = "the gzip file is damaged or ends early";
                    break;
                case NdjsonStep.Incomplete:
                    // A finished file may lack the last line's end; what is a whole entry without it is one.
                    _isAtEnd = true;
                    if (_reader.IsOversized)
                        Skipped.Add(Oversized, place);
                    else if (Decode(batch, out row) is not { } last)
                        return Add(batch, row, place);
                    else if (last != NdjsonFault.Blank)
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
        _packed?.Dispose();
    }

    /// <summary>Writes the line's message; null: it is there.</summary>
    private NdjsonFault? Decode(RowBatch batch, out FlatlogRow row)
    {
        var fault = _decoder.Decode(_reader.Line, batch, out row);
        if (fault == NdjsonFault.None)
            return null;
        batch.Drop();
        return fault;
    }

    private static string Reason(NdjsonFault fault) => fault switch
    {
        NdjsonFault.NotAnObject => "that are no object",
        NdjsonFault.TooDeep => "that are nested too deep",
        NdjsonFault.Inflated => Oversized,
        NdjsonFault.NoTime => "without ts",
        NdjsonFault.UnreadableTime => "whose ts is no time",
        NdjsonFault.NoEventCode => "without ec",
        NdjsonFault.LongEventCode => $"whose ec has more than {ColumnWidths.EventCode} characters",
        NdjsonFault.NoMessage => "without msg",
        _ => "that are no JSON",
    };
}
