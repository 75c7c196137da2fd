using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Catchment.Protocols.OpcUa;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.OpcUa;

/// <summary>Values of nodes to values of tags, and back. Source: <c>tags</c> 10.4.</summary>
internal static class OpcUaValues
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(["true", "false", "1", "0", "on", "off", "yes", "no"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The value of a tag: numbers and truth values are scaled, of a discrete tag true or false; texts and times are texts, arrays are lists.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="read">What the node has.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null; or why there is no value, in words.</returns>
    internal static string? Read(PollerTag tag, in Variant read, out TagValue value)
    {
        value = TagValue.Null;
        if (read.IsArray)
            return ReadList(read, out value);
        if (!TryRead(read, out var raw))
            return $"a value of the type {read.Type} is none that a tag can have";
        if (raw.Kind is TagValueKind.Text && !tag.IsDiscrete)
            value = raw;
        else if (raw.Kind is TagValueKind.Text)
            value = TagValue.Of(TagCoercion.IsTrue(raw) != tag.Scaling.IsReversed);
        else if (raw.Kind is TagValueKind.Boolean or TagValueKind.Whole)
            return TagConversion.Finish(tag, isWhole: true, raw.AsWhole, 0, out value);
        else if (raw.TryGetNumber(out var number) && double.IsFinite(number))
            return TagConversion.Finish(tag, isWhole: false, 0, number, out value);
        else
            return "the node has no finite number";
        return TagPoller.IsValue(value) ? null : "the node's text is longer than a tag can have";
    }

    /// <summary>Whether a value can be made of what a tag has.</summary>
    internal static bool CanWrite(BuiltInType type) => type is (>= BuiltInType.Boolean and <= BuiltInType.DateTime) or BuiltInType.Guid or BuiltInType.ByteString or BuiltInType.LocalizedText;

    /// <summary>What a node becomes by a tag's value: the scale is taken back.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="type">The node's type.</param>
    /// <param name="written">What the node becomes.</param>
    /// <returns>Null; or why there is nothing to write, in words.</returns>
    internal static string? Write(PollerTag tag, in TagValue value, BuiltInType type, out Variant written)
    {
        if (tag.IsDiscrete && type is BuiltInType.Boolean or (>= BuiltInType.SByte and <= BuiltInType.Double))
            return Write(TagValue.Of(TagConversion.Bit(tag, value)), type, out written);
        if (type is not (>= BuiltInType.Boolean and <= BuiltInType.Double) || (tag.Scaling.IsNone && !(IsWhole(type) && value.Kind == TagValueKind.Number)))
            return Write(value, type, out written);
        written = default;
        if (!value.TryGetNumber(out var number) || !double.IsFinite(number = tag.Scaling.Invert(number)))
            return $"{value} is no value that this tag can have";
        // What was divided by a factor is a hair beside the whole number that was meant.
        return Write(TagValue.Of(IsWhole(type) ? Math.Round(number) : number), type, out written);
    }

    /// <summary>A value in a node's type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The node's type.</param>
    /// <param name="written">What the node becomes.</param>
    /// <returns>Null; or why there is nothing to write, in words.</returns>
    internal static string? Write(in TagValue value, BuiltInType type, out Variant written)
    {
        written = default;
        switch (type)
        {
            case BuiltInType.Guid when Guid.TryParse(value.ToString(), out var guid):
                written = new Variant(guid);
                return null;
            case BuiltInType.LocalizedText:
                written = new Variant(new LocalizedText(value.ToString()));
                return null;
            case BuiltInType.Guid:
            case BuiltInType.Boolean when value.Kind == TagValueKind.Text && !Words.Contains(value.AsText.Trim()):
                return $"{value} is no {type}";
        }

        if (!CanWrite(type))
            return $"a node of the type {type} cannot be written with a value of a tag";
        if (value.IsNull || value.Kind == TagValueKind.Json && type is not (BuiltInType.UInt64 or BuiltInType.Float or BuiltInType.Double or BuiltInType.String))
            return $"{value} is no {type}";
        if (!TagVariants.TryConvert(value, type, out written, out var isSaturated))
            return $"{value} is no {type}";
        return isSaturated ? $"{value} is beyond {type}" : null;
    }

    private static bool IsWhole(BuiltInType type) => type is >= BuiltInType.SByte and <= BuiltInType.UInt64;

    private static bool TryRead(in Variant read, out TagValue value)
    {
        switch (read.Type)
        {
            case BuiltInType.LocalizedText or BuiltInType.QualifiedName or BuiltInType.Guid or BuiltInType.NodeId or BuiltInType.ExpandedNodeId or BuiltInType.XmlElement:
                value = TagValue.Of(Convert.ToString(read.ToObject(), CultureInfo.InvariantCulture) ?? "");
                return true;
            case BuiltInType.StatusCode:
                value = TagValue.Of((long)((StatusCode)read.ToObject()!).Value);
                return true;
            case BuiltInType.ByteString when read.ToObject() is byte[] bytes && !System.Text.Unicode.Utf8.IsValid(bytes):
                value = TagValue.Of(Convert.ToHexStringLower(bytes));
                return true;
            default:
                return TagVariants.TryConvertBack(read, isForNumber: false, out value);
        }
    }

    /// <summary>An array as a list: its elements as they are, those of a matrix in their order.</summary>
    private static string? ReadList(in Variant read, out TagValue value)
    {
        value = TagValue.Null;
        if (read.Elements is not { } elements || elements.Length > TagStore.MaxTextBytes / 2)
            return "the node's array is longer than a tag can have";
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var element in elements)
            {
                if (!TryRead(VariantOf(element), out var one) || (one.TryGetNumber(out var number) && one.Kind == TagValueKind.Number && !double.IsFinite(number)))
                    return $"an array of {read.Type} is none that a tag can have";
                one.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        var reader = new Utf8JsonReader(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        _ = reader.Read();
        value = TagValue.Read(ref reader);
        return TagPoller.IsValue(value) ? null : "the node's array is longer than a tag can have";
    }

    private static Variant VariantOf(object? element) => element switch
    {
        bool one => new Variant(one),
        sbyte one => new Variant(one),
        byte one => new Variant(one),
        short one => new Variant(one),
        ushort one => new Variant(one),
        int one => new Variant(one),
        uint one => new Variant(one),
        long one => new Variant(one),
        ulong one => new Variant(one),
        float one => new Variant(one),
        double one => new Variant(one),
        DateTime one => new Variant(one),
        StatusCode one => new Variant(one),
        Guid one => new Variant(one),
        LocalizedText one => new Variant(one),
        QualifiedName one => new Variant(one),
        byte[] one => new Variant(one),
        Variant one when !one.IsArray => one,
        string or null => new Variant((string?)element ?? ""),
        _ => default,
    };
}
