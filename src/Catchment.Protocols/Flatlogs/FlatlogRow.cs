using System.Buffers;
using System.Runtime.InteropServices;
using Catchment.Protocols.Flatlogs.Json;

namespace Catchment.Protocols.Flatlogs;

/// <summary>What an entry becomes in the table <c>telem</c>, but for the device and the message's text. Source: telemetry 9.</summary>
/// <param name="Microseconds">The time: microseconds since 1970-01-01 UTC; <see cref="FlatlogTime.ToDateTime"/> makes a <see cref="DateTime"/> of it.</param>
/// <param name="EventCode">The event code's name, at most <see cref="FlatlogType.MostNameLength"/> characters.</param>
/// <param name="IsRepaired">The message has U+FFFD where a string had U+0000 or no UTF-8 (D10).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FlatlogRow(long Microseconds, string EventCode, bool IsRepaired)
{
    /// <summary>
    /// Writes the message of an entry as the text of the JSON that is stored, straight from its bytes: numbers as they come out of the
    /// dump tool and a 64-bit number, nan and infinities as null, the keys of an object by length and bytes as in PostgreSQL's jsonb. The
    /// text is the same that jsonb shows.
    /// </summary>
    /// <param name="types">The event codes that are known.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="message">Where the text goes to; nothing is written unless the answer is <see cref="FlatlogFault.None"/>.</param>
    /// <param name="row">The rest of the row.</param>
    /// <returns>Why there is no row.</returns>
    public static FlatlogFault Write(FlatlogTypeTable types, FlatlogEntry entry, IBufferWriter<byte> message, out FlatlogRow row)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(message);
        row = default;
        var header = entry.Header;
        if (header.IsHidden)
            return FlatlogFault.Hidden;
        if (types.Find(header.Code) is not { } type)
            return FlatlogFault.UnknownCode;
        if (header.IsTimeDamaged)
            return FlatlogFault.DamagedTime;
        if (FlatlogVerifier.Verify(type, entry.Message) is var fault && fault != FlatlogFault.None)
            return fault;
        var json = new JsonOutput(message);
        MessageWriter<RowText>.Message(ref json, type, entry.Message);
        json.Flush();
        row = new FlatlogRow(header.Microseconds, type.Name, json.IsRepaired);
        return FlatlogFault.None;
    }
}
