using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Poller.Virtual;

namespace Catchment.Tags.Poller.Serving;

/// <summary>The documents of the polling service; that of all values is made once for each change. Source: <c>tags</c> 9.1, 9.3.</summary>
/// <param name="poller">What is shown.</param>
internal sealed class PolledDocument(TagPoller poller)
{
    /// <summary>No letter is escaped that JSON lets stand: the documents are data, in no page.</summary>
    internal static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private byte[] _document = [];
    private long _version = -1;

    /// <summary>GET <c>/deploy/api/io/polled-values</c>; who asks at the same time shares the making.</summary>
    internal ReadOnlyMemory<byte> All()
    {
        lock (_gate)
        {
            var version = poller.Version;
            if (version != _version)
                (_document, _version) = (Build(), version);
            return _document;
        }
    }

    /// <summary>GET <c>/api/virtual-tags/status</c>.</summary>
    internal ReadOnlyMemory<byte> Virtual()
    {
        var (users, calculations) = (poller.UserTags.All, poller.Calculations.All);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok"u8, true);
            writer.WriteNumber("user_tags_count"u8, users.Length);
            writer.WriteNumber("calc_tags_count"u8, calculations.Length);
            WriteUsers(writer, "user_tags", users, isPolled: false);
            WriteCalculations(writer, "calc_tags", calculations, isPolled: false);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private byte[] Build()
    {
        var (users, calculations, pollers) = (poller.UserTags.All, poller.Calculations.All, poller.Pollers);
        var taken = new HashSet<string>(PollerFile.PseudoDevices, StringComparer.Ordinal);
        taken.UnionWith(pollers.Select(one => one.Device.Name));
        var buffer = new ArrayBufferWriter<byte>(Math.Max(4096, _document.Length));
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            WriteUsers(writer, PollerFile.PseudoDevices[0], users, isPolled: true);
            // A device may be named as a tag is: no member stands twice.
            foreach (var (tag, reading) in users.Where(user => taken.Add(user.Tag.Name)))
            {
                writer.WriteStartObject(tag.Name);
                WriteReading(writer, reading);
                writer.WriteString("source"u8, "user_tag"u8);
                writer.WriteEndObject();
            }

            WriteCalculations(writer, PollerFile.PseudoDevices[1], calculations, isPolled: true);
            foreach (var (tag, reading) in calculations.Where(calculation => taken.Add($"calc:{calculation.Tag.Name}")))
            {
                writer.WriteStartObject($"calc:{tag.Name}");
                WriteReading(writer, reading);
                writer.WriteString("source"u8, "calculation_tag"u8);
                writer.WriteString("formula"u8, tag.Formula);
                writer.WriteEndObject();
            }

            foreach (var one in pollers)
                WriteDevice(writer, one);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteDevice(Utf8JsonWriter writer, DevicePoller device)
    {
        var tags = device.Device.Tags;
        var readings = ArrayPool<TagReading>.Shared.Rent(tags.Length);
        device.CopyTo(readings);
        writer.WriteStartObject(device.Device.Name);
        for (var i = 0; i < tags.Length; i++)
        {
            ref readonly var reading = ref readings[i];
            writer.WriteStartObject(tags[i].Id);
            writer.WritePropertyName("value"u8);
            reading.Value.WriteTo(writer);
            writer.WriteString("status"u8, reading.Status);
            writer.WriteString("error"u8, reading.Error);
            if (device.Device.TellsDetails)
                WriteDetails(writer, reading.Details);
            writer.WriteNumber("timestamp"u8, reading.Timestamp);
            WriteTime(writer, reading.LastSuccess);
            writer.WriteString("tag_name"u8, tags[i].Name);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        ArrayPool<TagReading>.Shared.Return(readings, clearArray: true);
    }

    private static void WriteDetails(Utf8JsonWriter writer, IErrorDetails? details)
    {
        writer.WritePropertyName("error_details"u8);
        if (details is null)
            writer.WriteNullValue();
        else
            details.WriteTo(writer);
    }

    private static void WriteUsers(Utf8JsonWriter writer, string member, (UserTag Tag, VirtualReading Reading)[] users, bool isPolled)
    {
        writer.WriteStartObject(member);
        foreach (var (tag, reading) in users)
        {
            writer.WriteStartObject(tag.Id);
            WriteReading(writer, reading);
            writer.WriteString("tag_name"u8, tag.Name);
            writer.WriteString("data_type"u8, tag.DataType);
            writer.WriteString("read_write"u8, tag.ReadWrite);
            writer.WriteString("description"u8, tag.Description);
            if (tag.Units is not null)
                writer.WriteString("units"u8, tag.Units);
            if (isPolled)
                WriteTime(writer, null);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteCalculations(Utf8JsonWriter writer, string member, (PolledCalculation Tag, VirtualReading Reading)[] calculations, bool isPolled)
    {
        writer.WriteStartObject(member);
        foreach (var (tag, reading) in calculations)
        {
            writer.WriteStartObject(tag.Id);
            WriteReading(writer, reading);
            writer.WriteString("tag_name"u8, tag.Name);
            writer.WriteString("formula"u8, tag.Formula);
            writer.WriteString("description"u8, tag.Description);
            if (isPolled)
                WriteTime(writer, null);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteReading(Utf8JsonWriter writer, in VirtualReading reading)
    {
        writer.WritePropertyName("value"u8);
        reading.Value.WriteTo(writer);
        writer.WriteString("status"u8, reading.Status);
        writer.WriteString("error"u8, reading.Error);
        writer.WriteNumber("timestamp"u8, reading.Timestamp);
    }

    private static void WriteTime(Utf8JsonWriter writer, long? time)
    {
        if (time is { } seconds)
            writer.WriteNumber("last_successful_timestamp"u8, seconds);
        else
            writer.WriteNull("last_successful_timestamp"u8);
    }
}
