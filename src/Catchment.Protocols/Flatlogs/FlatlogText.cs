using System.Buffers;
using Catchment.Protocols.Flatlogs.Json;

namespace Catchment.Protocols.Flatlogs;

/// <summary>
/// The line that the instrument's dump tool prints for an entry (<c>logdump -J</c>), byte for byte. It is not always JSON: <c>nan</c> and <c>inf</c>
/// stand bare, and at a byte that is no UTF-8 the message's text ends. Source: telemetry 8.4.
/// </summary>
public static class FlatlogText
{
    private const int TimeLength = 29;

    /// <summary>Writes the line, without an end of line.</summary>
    /// <param name="types">The event codes that are known.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="output">Where to; nothing is written unless the answer is <see cref="FlatlogFault.None"/>.</param>
    /// <returns>Why there is no line; never <see cref="FlatlogFault.DamagedTime"/>.</returns>
    public static FlatlogFault Write(FlatlogTypeTable types, FlatlogEntry entry, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(output);
        var header = entry.Header;
        if (header.IsHidden)
            return FlatlogFault.Hidden;
        if (types.Find(header.Code) is not { } type)
            return FlatlogFault.UnknownCode;
        if (FlatlogVerifier.Verify(type, entry.Message) is var fault && fault != FlatlogFault.None)
            return fault;
        var json = new JsonOutput(output);
        json.Write("{\"ts\": \""u8);
        FlatlogTime.Write(json.Reserve(TimeLength), header.Seconds, header.Nanoseconds);
        json.Commit(TimeLength);
        json.Write("\", \"prio\": \""u8);
        json.Write(FlatlogPriority.Text(header.Priority));
        json.Write("\", \"ec\": \""u8);
        json.Write(type.NameBytes);
        json.Write("\", \"msg\": "u8);
        MessageWriter<ToolText>.Message(ref json, type, entry.Message);
        json.Write((byte)'}');
        json.Flush();
        return FlatlogFault.None;
    }
}
