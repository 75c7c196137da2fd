using System.Buffers;

namespace Catchment.Protocols.Flatlogs;

/// <summary>Prints entries as the instrument's dump tool does with <c>-J</c>: a line for each. Source: telemetry 8.4.</summary>
/// <param name="types">The event codes that are known.</param>
public sealed class FlatlogDump(FlatlogTypeTable types)
{
    /// <summary>Writes the line of an entry with its end, a line feed.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="output">Where to; nothing is written unless the answer is <see cref="FlatlogFault.None"/>.</param>
    /// <returns>Why there is no line.</returns>
    public FlatlogFault Write(FlatlogEntry entry, IBufferWriter<byte> output)
    {
        var fault = FlatlogText.Write(types, entry, output);
        if (fault == FlatlogFault.None)
            output.Write("\n"u8);
        return fault;
    }
}
