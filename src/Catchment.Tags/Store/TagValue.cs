using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Catchment.Tags.Store;

/// <summary>Any JSON value; numbers and booleans without an allocation. Source: <c>tags</c> 2.1.</summary>
public readonly struct TagValue : IEquatable<TagValue>
{
    /// <summary>The deepest nesting of a value.</summary>
    public const int MaxDepth = 1000;

    private static readonly JsonWriterOptions CompactOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth, SkipValidation = true };

    private readonly object? _object; // a text, or JSON in UTF-8
    private readonly long _bits;

    private TagValue(TagValueKind kind, long bits, object? value) => (Kind, _bits, _object) = (kind, bits, value);

    /// <summary>JSON's null.</summary>
    public static TagValue Null => default;

    /// <summary>What it is.</summary>
    public TagValueKind Kind { get; }

    /// <summary>Whether it is JSON's null.</summary>
    public bool IsNull => Kind == TagValueKind.Null;

    /// <summary>Of <see cref="TagValueKind.Boolean"/>.</summary>
    public bool AsBoolean => _bits != 0;

    /// <summary>Of <see cref="TagValueKind.Whole"/>.</summary>
    public long AsWhole => _bits;

    /// <summary>Of <see cref="TagValueKind.Number"/>.</summary>
    public double AsNumber => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>Of <see cref="TagValueKind.Text"/>.</summary>
    public string AsText => (string)_object!;

    /// <summary>Of <see cref="TagValueKind.Json"/>: compact, in UTF-8.</summary>
    public ReadOnlySpan<byte> AsJson => (byte[])_object!;

    /// <summary>A finite double, or whole number, or boolean: what takes no memory of its own.</summary>
    public bool IsInline => Kind is not (TagValueKind.Text or TagValueKind.Json);

    /// <summary>The 64 bits of what <see cref="IsInline"/>.</summary>
    internal long Bits => _bits;

    /// <summary>The memory of a text or JSON.</summary>
    internal object? Object => _object;

    /// <summary>A boolean.</summary>
    /// <param name="value">The boolean.</param>
    public static TagValue Of(bool value) => new(TagValueKind.Boolean, value ? 1 : 0, null);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static TagValue Of(long value) => new(TagValueKind.Whole, value, null);

    /// <summary>A double.</summary>
    /// <param name="value">The number; one that is not finite fails every coercion.</param>
    public static TagValue Of(double value) => new(TagValueKind.Number, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public static TagValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new TagValue(TagValueKind.Text, 0, value);
    }

    /// <summary>A value of a document.</summary>
    /// <param name="element">The value; it is not kept.</param>
    public static TagValue Of(JsonElement element)
    {
        var reader = new Utf8JsonReader(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element), new JsonReaderOptions { MaxDepth = MaxDepth });
        _ = reader.Read();
        return Read(ref reader);
    }

    /// <summary>Reads the value that a reader stands on, and leaves it at its last token.</summary>
    /// <param name="reader">Stands on the first token of a value.</param>
    /// <exception cref="JsonException">The value is no valid JSON.</exception>
    public static TagValue Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => Null,
        JsonTokenType.True => Of(true),
        JsonTokenType.False => Of(false),
        JsonTokenType.String => Of(JsonTexts.Read(ref reader)),
        JsonTokenType.Number => ReadNumber(ref reader),
        _ => ReadCompact(ref reader),
    };

    /// <summary>A value kept in the forms of a point.</summary>
    internal static TagValue Restore(TagValueKind kind, long bits, object? value) => new(kind, bits, value);

    /// <summary>The value as a number, if it is one: booleans are 1 and 0, texts are parsed.</summary>
    /// <param name="number">The number; not finite where the value is beyond a double.</param>
    public bool TryGetNumber(out double number)
    {
        switch (Kind)
        {
            case TagValueKind.Boolean:
            case TagValueKind.Whole:
                number = _bits;
                return true;
            case TagValueKind.Number:
                number = AsNumber;
                return true;
            case TagValueKind.Text:
                number = 0;
                return !AsText.EndsWith('\0') // .NET would pass over it.
                    && double.TryParse(AsText.AsSpan().Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
            case TagValueKind.Json when IsWholeNumber:
                number = double.Parse(AsJson, NumberStyles.Float, CultureInfo.InvariantCulture);
                return true;
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>Writes it as JSON. Source: <c>tags</c> 2.2: floats keep their point.</summary>
    /// <param name="writer">Takes it.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Kind)
        {
            case TagValueKind.Boolean:
                writer.WriteBooleanValue(AsBoolean);
                break;
            case TagValueKind.Whole:
                writer.WriteNumberValue(_bits);
                break;
            case TagValueKind.Number:
                Span<byte> text = stackalloc byte[PythonNumber.MaxLength];
                writer.WriteRawValue(text[..PythonNumber.Format(AsNumber, text)], skipInputValidation: true);
                break;
            case TagValueKind.Text:
                writer.WriteStringValue(AsText);
                break;
            case TagValueKind.Json:
                writer.WriteRawValue(AsJson, skipInputValidation: true);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>The text form of 2.2: booleans as True and False, null as None, floats with a point; lists and objects as JSON.</summary>
    public override string ToString() => Kind switch
    {
        TagValueKind.Boolean => AsBoolean ? "True" : "False",
        TagValueKind.Whole => _bits.ToString(CultureInfo.InvariantCulture),
        TagValueKind.Number => PythonNumber.Format(AsNumber),
        TagValueKind.Text => AsText,
        TagValueKind.Json => Encoding.UTF8.GetString(AsJson),
        _ => "None",
    };

    /// <summary>A double as a value.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator TagValue(double value) => Of(value);

    /// <summary>A whole number as a value.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator TagValue(long value) => Of(value);

    /// <summary>A boolean as a value.</summary>
    /// <param name="value">The boolean.</param>
    public static implicit operator TagValue(bool value) => Of(value);

    /// <summary>A text as a value; null is JSON's null.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator TagValue(string? value) => value is null ? Null : Of(value);

    /// <summary>Whether both are the same kind and value.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(TagValue other) => Kind == other.Kind && _bits == other._bits && Kind switch
    {
        TagValueKind.Text => AsText == other.AsText,
        TagValueKind.Json => AsJson.SequenceEqual(other.AsJson),
        _ => true,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TagValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        TagValueKind.Text => AsText.GetHashCode(StringComparison.Ordinal),
        TagValueKind.Json => AsJson.Length,
        _ => HashCode.Combine(Kind, _bits),
    };

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(TagValue left, TagValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(TagValue left, TagValue right) => !left.Equals(right);

    /// <summary>JSON of this kind is a number when it begins as one: it was too long for 64 bits.</summary>
    private bool IsWholeNumber => AsJson[0] is not ((byte)'{' or (byte)'[');

    private static TagValue ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
            return Of(whole);
        // A whole number beyond a double is none that another system could read: it counts as not finite, as 1e999 does.
        var text = reader.ValueSpan;
        var number = reader.GetDouble();
        return text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 && double.IsFinite(number) ? new TagValue(TagValueKind.Json, 0, text.ToArray()) : Of(number);
    }

    /// <summary>A list or an object; one that holds a number beyond every double is not finite as a whole.</summary>
    private static TagValue ReadCompact(ref Utf8JsonReader reader)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, CompactOptions);
        var (depth, isFinite) = (reader.CurrentDepth, true);
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(JsonTexts.Read(ref reader));
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(JsonTexts.Read(ref reader));
                    break;
                default:
                    isFinite &= reader.TokenType != JsonTokenType.Number || double.IsFinite(reader.GetDouble());
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
        while (!(reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && reader.CurrentDepth == depth) && reader.Read());
        writer.Flush();
        return isFinite ? new TagValue(TagValueKind.Json, 0, buffer.WrittenSpan.ToArray()) : Of(double.NaN);
    }
}
