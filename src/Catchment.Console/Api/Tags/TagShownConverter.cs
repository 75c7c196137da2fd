using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Catchment.Tags.Store;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>Writes a tag's value for a row: a long text is cut, and a long or deep list or object becomes the begin of its text.</summary>
internal sealed class TagShownConverter : JsonConverter<TagShown>
{
    /// <summary>The longest text or JSON that is told whole, in characters or bytes.</summary>
    public const int Longest = 200;

    private const int Deepest = 32; // many a client's reader goes no further than 64

    /// <summary>Whether a row does not tell the whole of a value.</summary>
    public static bool IsCut(in TagValue value) => value.Kind switch
    {
        TagValueKind.Text => value.AsText.Length > Longest,
        TagValueKind.Json => IsCut(value.AsJson),
        _ => false,
    };

    /// <inheritdoc/>
    public override TagShown Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(TagValue.Read(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TagShown shown, JsonSerializerOptions options)
    {
        TagValue value = shown.Value;
        switch (value.Kind)
        {
            case TagValueKind.Text when value.AsText.Length > Longest:
                writer.WriteStringValue(Begin(value.AsText));
                break;
            case TagValueKind.Json when IsCut(value.AsJson):
                writer.WriteStringValue(Begin(Encoding.UTF8.GetString(value.AsJson)));
                break;
            case TagValueKind.Number when !double.IsFinite(value.AsNumber):
                writer.WriteStringValue(value.ToString());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string Begin(string text) => text[..Math.Min(text.Length, char.IsHighSurrogate(text[Math.Min(text.Length, Longest) - 1]) ? Longest - 1 : Longest)];

    private static bool IsCut(ReadOnlySpan<byte> json)
    {
        var opened = 0;
        foreach (byte one in json[..Math.Min(json.Length, Longest)])
        {
            if (one is (byte)'[' or (byte)'{')
                opened++;
        }

        return json.Length > Longest || opened > Deepest;
    }
}
