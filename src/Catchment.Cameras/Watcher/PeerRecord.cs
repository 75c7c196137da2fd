using System.Text.Json;

namespace Catchment.Cameras.Watcher;

/// <summary>One JSON object that a peer sent, read field by field; what is no such field, or too long, is null.</summary>
/// <remarks>Of two fields of one name the last one counts, as in Python.</remarks>
internal sealed class PeerRecord : IDisposable
{
    /// <summary>The longest text that is taken for JSON, in bytes.</summary>
    internal const int MaxBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    private readonly JsonDocument _document;

    private PeerRecord(JsonDocument document) => _document = document;

    /// <summary>Reads an object.</summary>
    /// <returns>Null when the bytes are none.</returns>
    internal static PeerRecord? TryRead(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
            return null;
        try
        {
            var document = JsonDocument.Parse(json, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new PeerRecord(document);
            document.Dispose();
        }
        catch (JsonException)
        {
            // It is no JSON: told by the null.
        }

        return null;
    }

    /// <summary>Whether there is a field of this name.</summary>
    internal bool Has(string name) => Find(name) is not null;

    /// <summary>A text.</summary>
    /// <param name="name">The field.</param>
    /// <param name="longest">The most characters.</param>
    internal string? Text(string name, int longest) => Find(name) is { } value ? Text(value, longest) : null;

    /// <summary>A text, or a number as it is written.</summary>
    internal string? Word(string name, int longest) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.GetRawText() is var text && text.Length <= longest => text,
        { } value => Text(value, longest),
        null => null,
    };

    /// <summary>A whole number.</summary>
    internal long? Whole(string name) => Find(name) is { } value ? Whole(value) : null;

    /// <summary>A list of so many texts.</summary>
    internal string[]? Texts(string name, int count, int longest) => List(name, count, value => Text(value, longest));

    /// <summary>A list of so many numbers, as they are written.</summary>
    internal string[]? Numbers(string name, int count, int longest) =>
        List(name, count, value => value.ValueKind == JsonValueKind.Number && value.GetRawText() is var text && text.Length <= longest ? text : null);

    /// <summary>A list of so many whole numbers.</summary>
    internal long[]? Wholes(string name, int count) => List(name, count, value => Whole(value))?.Select(v => v!.Value).ToArray();

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private static string? Text(JsonElement value, int longest)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString() is { } text && text.Length <= longest ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair, or bytes that are no UTF-8.
        }
    }

    private static long? Whole(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
            return null;
        if (value.TryGetInt64(out var whole))
            return whole;
        return value.TryGetDouble(out var number) && Math.Abs(number) < 1e15 && double.IsInteger(number) ? (long)number : null;
    }

    private T[]? List<T>(string name, int count, Func<JsonElement, T?> read)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() != count)
            return null;
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            if (read(list[i]) is not { } value)
                return null;
            values[i] = value;
        }

        return values;
    }

    private JsonElement? Find(string name)
    {
        try
        {
            return _document.RootElement.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null; // The name of another field has half a surrogate pair.
        }
    }
}
