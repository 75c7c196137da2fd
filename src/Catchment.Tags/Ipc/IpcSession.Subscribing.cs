using System.Text.Json;

namespace Catchment.Tags.Ipc;

/// <content>Subscriptions.</content>
internal sealed partial class IpcSession
{
    private const int MaxSubscriptions = 64;
    private const int MaxIntervalMs = 3_600_000;

    private IpcEvents? _events;

    /// <summary>It waits for events: it is not idle, however long it asks nothing.</summary>
    internal bool HasSubscriptions => _events is { Count: > 0 };

    private void Subscribe(in IpcRequest request)
    {
        var line = request.Line;
        var (keys, prefixes, interval) = (request[IpcMember.Keys], request[IpcMember.Prefixes], request[IpcMember.IntervalMs]);
        if (!IsGiven(keys, out var hasKeys) || (hasKeys && !IsTexts(line, keys)))
            Refuse("keys must be a list of texts");
        else if (!IsGiven(prefixes, out var hasPrefixes) || (hasPrefixes && !IsTexts(line, prefixes)))
            Refuse("prefixes must be a list of texts");
        else if (!TryInterval(line, interval, out var pause))
            Refuse($"interval_ms must be from 0 to {MaxIntervalMs}");
        else if (_events is { Count: >= MaxSubscriptions })
            Refuse($"at most {MaxSubscriptions} subscriptions are taken on a connection");
        else
        {
            _events ??= new IpcEvents(room, output);
            var number = _events.Add(hasKeys ? Texts(line, keys) : null, hasPrefixes ? Texts(line, prefixes) : null, pause);
            Accept();
            _json.Raw(", \"subscription\": "u8);
            _json.Number(number);
        }
    }

    private void Unsubscribe(in IpcRequest request)
    {
        var subscription = request[IpcMember.Subscription];
        if (_events is null || subscription.Type != JsonTokenType.Number || !subscription.Reader(request.Line).TryGetInt64(out var number) || !_events.Remove(number))
            Refuse("subscription not found");
        else
            Accept();
    }

    private void EndSubscriptions() => _events?.Dispose();

    /// <summary>Null counts as missing.</summary>
    /// <returns>False: it is there, and no list.</returns>
    private static bool IsGiven(IpcSlice list, out bool isGiven)
    {
        isGiven = !list.IsMissing && list.Type != JsonTokenType.Null;
        return !isGiven || list.Type == JsonTokenType.StartArray;
    }

    private static bool TryInterval(ReadOnlySpan<byte> line, IpcSlice interval, out TimeSpan pause)
    {
        pause = TimeSpan.Zero;
        if (interval.IsMissing || interval.Type == JsonTokenType.Null)
            return true;
        var ms = interval.Type == JsonTokenType.Number ? interval.Reader(line).GetDouble() : -1;
        if (ms is not (>= 0 and <= MaxIntervalMs))
            return false;
        pause = TimeSpan.FromMilliseconds(ms);
        return true;
    }

    private static HashSet<string> Texts(ReadOnlySpan<byte> line, IpcSlice list)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var reader = list.Reader(line);
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            texts.Add(Store.TagValue.Read(ref reader).AsText);
        return texts;
    }
}
