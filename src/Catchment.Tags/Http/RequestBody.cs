using System.Text.Json;

namespace Catchment.Tags.Http;

/// <summary>The body of a request: a JSON object whose texts are all valid.</summary>
internal sealed class RequestBody : IDisposable
{
    private readonly JsonDocument _document;
    private readonly RequestBodies _owner;
    private readonly byte[] _buffer;

    internal RequestBody(JsonDocument document, RequestBodies owner, byte[] buffer) => (_document, _owner, _buffer) = (document, owner, buffer);

    /// <summary>The object.</summary>
    internal JsonElement Root => _document.RootElement;

    /// <summary>A member; null: it is missing, or null.</summary>
    internal JsonElement? this[string name] => Root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A member that is a text and not empty; null: it is none.</summary>
    internal string? Text(string name) => this[name] is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _document.Dispose();
        _owner.Return(_buffer);
    }
}
