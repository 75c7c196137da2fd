using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Ingest;

/// <summary>The entries of a <c>.bintel</c> file. An entry that cannot be stored keeps none of the others from it. Source: <c>telemetry</c> 7, D1, D2.</summary>
/// <param name="device">Whose entries they are.</param>
/// <param name="file">The file from its start; stays open.</param>
/// <param name="types">The event codes that are known.</param>
internal sealed class FlatlogSource(string device, Stream file, FlatlogTypeTable types) : EntrySource(device)
{
    private readonly FlatlogReader _reader = new(file);

    /// <inheritdoc/>
    internal override bool Read(RowBatch batch)
    {
        while (true)
        {
            switch (_reader.Read())
            {
                case FlatlogStep.Entry:
                    var entry = _reader.Entry;
                    var fault = FlatlogRow.Write(types, entry, batch, out var row);
                    if (fault == FlatlogFault.None)
                    {
                        if (Add(batch, row, entry.Offset))
                            return true;
                        break;
                    }

                    batch.Drop();
                    if (fault != FlatlogFault.Hidden)
                        Skipped.Add(Reason(fault), entry.Offset);
                    break;
                case FlatlogStep.Oversized:
                    Skipped.Add($"with more than {_reader.MaxMessageLength} bytes", _reader.Entry.Offset);
                    break;
                case FlatlogStep.Incomplete:
                    Tail = $"its last entry, at byte {_reader.Position}, is incomplete";
                    return false;
                default:
                    return false;
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _reader.Dispose();

    private static string Reason(FlatlogFault fault) => fault switch
    {
        FlatlogFault.UnknownCode => "of an unknown event code",
        FlatlogFault.Unverified => "with a damaged message",
        FlatlogFault.DamagedTime => "with a damaged time",
        _ => "whose text is out of all proportion",
    };
}
