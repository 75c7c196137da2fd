using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Catchment.Tags.Sync.Polling;

/// <summary>
/// The polled values of one answer. The body stays as it came, and the tags are ranges of it: reading a document anew allocates nothing.
/// Source: <c>tags</c> 9.1.
/// </summary>
/// <param name="statuses">The status texts of good values.</param>
/// <param name="maxTags">The most tags that are read.</param>
public sealed class PolledDocument(IEnumerable<string> statuses, int maxTags)
{
    private const int MaxNesting = 256;

    private readonly byte[][] _statuses = [.. statuses.Select(Encoding.UTF8.GetBytes)];
    private readonly List<PolledEntry> _entries = [];
    private ReadOnlyMemory<byte> _body;

    /// <summary>How many tags it has.</summary>
    public int Count => _entries.Count;

    /// <summary>Tags beyond the most that are read.</summary>
    public int Beyond { get; private set; }

    /// <summary>The tags, in the order of the document.</summary>
    internal ReadOnlySpan<PolledEntry> Entries => CollectionsMarshal.AsSpan(_entries);

    /// <summary>The bytes of a part.</summary>
    internal ReadOnlySpan<byte> this[PolledRange range] => _body.Span.Slice(range.Start, range.Length);

    /// <summary>Reads a body; it has to stay as it is for as long as the document is used.</summary>
    /// <param name="body">UTF-8.</param>
    /// <exception cref="PolledDocumentException">It is no JSON, or no object. The document is empty then.</exception>
    public void Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            ReadStrict(body);
        }
        catch (JsonException e) when (NonFiniteNumbers.Rewrite(body.Span) is { } rewritten)
        {
            // Python writes NaN and Infinity, which are no JSON: one such value must not hide all others.
            ReadAgain(rewritten, e);
        }
        catch (JsonException e)
        {
            Clear();
            throw new PolledDocumentException($"no JSON: {e.Message}", isJson: false, e);
        }
    }

    /// <summary>A text of the document; null: it is no valid Unicode.</summary>
    internal string? Text(PolledRange range)
    {
        var reader = new Utf8JsonReader(this[range]);
        _ = reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half of a surrogate pair, or bytes that are no UTF-8.
        }
    }

    private void ReadAgain(byte[] body, JsonException first)
    {
        try
        {
            ReadStrict(body);
        }
        catch (JsonException)
        {
            Clear();
            throw new PolledDocumentException($"no JSON: {first.Message}", isJson: false, first);
        }
    }

    private void Clear()
    {
        _entries.Clear();
        (_body, Beyond) = (default, 0);
    }

    private void ReadStrict(ReadOnlyMemory<byte> body)
    {
        Clear();
        _body = body;
        var span = body.Span;
        if (span.StartsWith("\uFEFF"u8))
            throw new JsonException("it begins with a byte order mark");
        var reader = new Utf8JsonReader(span, new JsonReaderOptions { MaxDepth = MaxNesting });
        _ = reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        if (isObject)
            ReadDevices(ref reader);
        else
            reader.Skip();
        _ = reader.Read(); // Nothing may follow.
        if (!isObject)
        {
            Clear();
            throw new PolledDocumentException("JSON, but no object", isJson: true);
        }
    }

    private void ReadDevices(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var device = Token(ref reader);
            _ = reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var id = Token(ref reader);
                _ = reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                    ReadTag(ref reader, device, id);
                else
                    reader.Skip();
            }
        }
    }

    private void ReadTag(ref Utf8JsonReader reader, PolledRange device, PolledRange id)
    {
        PolledRange value = default, status = default, tagName = default, name = default;
        var (timestamp, source, isGood) = (0.0, PolledSource.Device, false);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (Is(ref reader, "value"u8))
            {
                value = Value(ref reader);
            }
            else if (Is(ref reader, "status"u8))
            {
                _ = reader.Read();
                status = reader.TokenType == JsonTokenType.String ? Token(ref reader) : default;
                isGood = IsGood(ref reader);
                reader.Skip();
            }
            else if (Is(ref reader, "timestamp"u8))
            {
                _ = reader.Read();
                timestamp = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var time) && double.IsFinite(time) ? time : 0;
                reader.Skip();
            }
            else if (Is(ref reader, "tag_name"u8))
            {
                tagName = TextToken(ref reader);
            }
            else if (Is(ref reader, "name"u8))
            {
                name = TextToken(ref reader);
            }
            else if (Is(ref reader, "source"u8))
            {
                _ = reader.Read();
                source = Source(ref reader);
                reader.Skip();
            }
            else
            {
                _ = reader.Read();
                reader.Skip();
            }
        }

        if (_entries.Count == maxTags)
        {
            Beyond++;
            return;
        }

        _entries.Add(new PolledEntry
        {
            Device = device,
            Id = id,
            Name = tagName.Length > 0 ? tagName : name,
            Value = value,
            Status = status,
            Timestamp = timestamp,
            Source = source,
            IsGood = isGood,
        });
    }

    private bool IsGood(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return false;
        foreach (var status in _statuses)
        {
            if (Is(ref reader, status))
                return true;
        }

        return false;
    }

    private static PolledSource Source(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when Is(ref reader, "user_tag"u8) => PolledSource.User,
        JsonTokenType.String when Is(ref reader, "calculation_tag"u8) => PolledSource.Calculation,
        _ => PolledSource.Device,
    };

    /// <summary>Whether the text that a reader stands on is this one. One with half a surrogate pair is none.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
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

    /// <summary>The value behind a member's name; empty for null.</summary>
    private static PolledRange Value(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        var start = (int)reader.TokenStartIndex;
        var isNull = reader.TokenType == JsonTokenType.Null;
        reader.Skip();
        return isNull ? default : new PolledRange(start, (int)reader.BytesConsumed - start);
    }

    /// <summary>The text behind a member's name; empty for what is no text, or an empty one.</summary>
    private static PolledRange TextToken(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        var range = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0 ? Token(ref reader) : default;
        reader.Skip();
        return range;
    }

    /// <summary>The text that a reader stands on, with its quotes.</summary>
    private static PolledRange Token(ref Utf8JsonReader reader) => new((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2);
}
