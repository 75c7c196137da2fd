using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Catchment.Core.Recording;
using Catchment.Tags.Store;

namespace Catchment.Tags.Recording;

/// <summary>A point that is recorded: what of it was recorded last, and how it stands in the telemetry.</summary>
/// <param name="point">The point.</param>
/// <param name="rule">What is recorded of it.</param>
internal sealed class RecordedTag(DataPoint point, RecordRule rule)
{
    private const int MostDevice = 50;
    private const int HashBytes = 4;

    private PointState? _recorded;
    private DateTimeOffset _time;
    private long _at;

    /// <summary>The point.</summary>
    public DataPoint Point => point;

    /// <summary>The device of its records.</summary>
    public string Device { get; } = DeviceOf(point.Key);

    /// <summary>It waits for its shortest interval.</summary>
    public bool IsHeld { get; set; }

    /// <summary>A key's device: with <c>tag:</c> in front; one that has no room is cut, and ends in a piece of its checksum.</summary>
    public static string DeviceOf(string key)
    {
        var device = TagRecorder.DevicePrefix + key;
        var runes = device.EnumerateRunes().ToArray(); // Its characters are those of the table; half of a pair becomes U+FFFD.
        if (runes.Length <= MostDevice)
            return string.Concat(runes);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, HashBytes));
        return $"{string.Concat(runes.Take(MostDevice - 1 - hash.Length))}~{hash}";
    }

    /// <summary>Whether a state is worth a record beside the last one.</summary>
    public bool IsNews(in PointState state)
    {
        if (_recorded is not { } last || state.Quality != last.Quality)
            return true;
        return IsNumber(state.Value) && IsNumber(last.Value) && state.Value.TryGetNumber(out var now) && last.Value.TryGetNumber(out var before)
            ? Math.Abs(now - before) > rule.Deadband
            : state.Value != last.Value;
    }

    /// <summary>How long it has to wait yet.</summary>
    public TimeSpan Wait(TimeProvider time) => _recorded is null ? TimeSpan.Zero : rule.ShortestInterval - time.GetElapsedTime(_at);

    /// <summary>The record of a state.</summary>
    public TelemetryRecord Record(in PointState state, TimeProvider time)
    {
        var when = FromSeconds(state.Timestamp);
        if (_recorded?.Timestamp == state.Timestamp)
        {
            // Only the quality has changed, which leaves the value's time: of two records with one time the table keeps the first.
            when = FromSeconds((time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
            if (when <= _time)
                when = _time + TimeSpan.FromMicroseconds(1);
        }

        (_recorded, _time, _at) = (state, when, time.GetTimestamp());
        return new TelemetryRecord(Device, TagRecorder.EventCode, when, Message(state));
    }

    private static bool IsNumber(in TagValue value) => value.Kind is TagValueKind.Whole or TagValueKind.Number;

    // To the microsecond, as the table has it; a time that no table takes is the first one.
    private static DateTimeOffset FromSeconds(double seconds) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(Math.Round(Math.Clamp(seconds, 0, 250_000_000_000) * 1e6));

    private ReadOnlyMemory<byte> Message(in PointState state)
    {
        var text = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        json.WriteString("key"u8, point.Key);
        json.WritePropertyName("value"u8);
        state.Value.WriteTo(json);
        json.WriteString("quality"u8, state.Quality.Name());
        if (point.Definition.Units is { Length: > 0 } units)
            json.WriteString("units"u8, units);
        json.WriteEndObject();
        json.Flush();
        return text.WrittenMemory;
    }
}
