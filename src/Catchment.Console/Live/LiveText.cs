using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Catchment.WebConsole.Live;

/// <summary>Writes server-sent events. JSON has no line break in it, so that a message is one line.</summary>
/// <param name="output">Where to.</param>
internal sealed class LiveText(IBufferWriter<byte> output)
{
    /// <summary>Writes an event.</summary>
    /// <param name="topic">The event's name.</param>
    /// <param name="value">Its data.</param>
    /// <param name="type">How it is written.</param>
    public void Write<T>(string topic, T value, JsonTypeInfo<T> type)
    {
        output.Write("event: "u8);
        Encoding.UTF8.GetBytes(topic, output);
        output.Write("\ndata: "u8);
        output.Write(JsonSerializer.SerializeToUtf8Bytes(value, type));
        output.Write("\n\n"u8);
    }

    /// <summary>Writes a comment that every reader passes over.</summary>
    public void Comment() => output.Write(": still here\n\n"u8);
}
