using System.Text.Json;

namespace Catchment.Tags.Store;

/// <summary>Texts of JSON that are none: escapes can spell half of a surrogate pair, which no UTF-8 has and nobody could be told.</summary>
internal static class JsonTexts
{
    /// <summary>What is wrong with such a text.</summary>
    internal const string Half = "a text holds half of a surrogate pair";

    /// <summary>Looks at all texts and names.</summary>
    /// <param name="json">Valid JSON but for them.</param>
    /// <exception cref="JsonException">One is none.</exception>
    internal static void Check(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
            return; // There are no surrogates in it.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = TagValue.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                _ = Read(ref reader);
        }
    }

    /// <summary>The text or name that a reader stands on.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(Half, e);
        }
    }

    /// <summary>Whether the text or name that a reader stands on is a given one; what is no text is none.</summary>
    internal static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
