using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Writing;

/// <summary>Writes requests of the Unix socket; its memory is used again. Source: <c>tags</c> 3.</summary>
internal sealed class IpcRequest : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new(64 * 1024);
    private readonly Utf8JsonWriter _json;

    internal IpcRequest() => _json = new Utf8JsonWriter(_line, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary><c>ping</c>.</summary>
    internal ReadOnlyMemory<byte> Ping()
    {
        Begin("ping"u8);
        return End();
    }

    /// <summary><c>write</c> as the original knows it.</summary>
    internal ReadOnlyMemory<byte> PlainWrite(in OutgoingValue update)
    {
        Begin("write"u8);
        Update(update with { Timestamp = null, Quality = TagQuality.Good });
        return End();
    }

    /// <summary><c>write</c> with all that <see cref="BulkWrite"/> tells of a value.</summary>
    internal ReadOnlyMemory<byte> Write(in OutgoingValue update)
    {
        Begin("write"u8);
        _json.WriteString("source"u8, Source);
        Update(update);
        return End();
    }

    /// <summary><c>bulk_write</c>; <c>source</c> keeps the values from being written back to where they come from.</summary>
    internal ReadOnlyMemory<byte> BulkWrite(ReadOnlySpan<OutgoingValue> updates)
    {
        Begin("bulk_write"u8);
        _json.WriteString("source"u8, Source);
        _json.WriteBoolean("brief"u8, true);
        _json.WriteStartArray("updates"u8);
        foreach (ref readonly var update in updates)
        {
            _json.WriteStartObject();
            Update(update);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        return End();
    }

    /// <summary><c>read</c> of several keys.</summary>
    internal ReadOnlyMemory<byte> Read(IEnumerable<string> keys)
    {
        Begin("read"u8);
        _json.WriteStartArray("keys"u8);
        foreach (var key in keys)
            _json.WriteStringValue(key);
        _json.WriteEndArray();
        return End();
    }

    /// <summary><c>register</c>.</summary>
    internal ReadOnlyMemory<byte> Register(string key, in KnownPoint point)
    {
        Begin("register"u8);
        _json.WriteString("key"u8, key);
        _json.WriteString("data_type"u8, point.DataType);
        _json.WriteString("units"u8, point.Units);
        _json.WritePropertyName("default"u8);
        point.Initial.WriteTo(_json);
        return End();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static ReadOnlySpan<byte> Source => "sync"u8;

    private void Update(in OutgoingValue update)
    {
        _json.WriteString("key"u8, update.Key);
        _json.WritePropertyName("value"u8);
        update.Value.WriteTo(_json);
        if (update.Timestamp is { } time)
            _json.WriteNumber("timestamp"u8, time);
        if (update.Quality != TagQuality.Good)
            _json.WriteString("quality"u8, update.Quality.Name());
    }

    private void Begin(ReadOnlySpan<byte> action)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteString("action"u8, action);
    }

    private ReadOnlyMemory<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenMemory;
    }
}
