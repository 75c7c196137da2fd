using System.Globalization;
using System.Text;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Mqtt.Subscribing;

/// <summary>Writes arrived messages to tags, as <c>gateway.mqtt.subscriptions</c> says.</summary>
internal sealed partial class TagSubscriber
{
    private readonly (MqttSubscriptionOptions Options, KeyTemplate Key)[] _subscriptions;
    private readonly TagStore _store;
    private readonly MqttSurroundings _surroundings;
    private readonly LogEpisode _unreadable;
    private readonly LogEpisode _notWritten;

    public TagSubscriber(TagStore store, MqttSurroundings surroundings)
    {
        _store = store;
        _surroundings = surroundings;
        _subscriptions = [.. surroundings.Options.Subscriptions.Select(static one => (one, new KeyTemplate(one.Key)))];
        _unreadable = new LogEpisode(surroundings.Time);
        _notWritten = new LogEpisode(surroundings.Time);
    }

    /// <summary>What to ask the broker for.</summary>
    public IReadOnlyList<MqttSubscription> Subscriptions => [.. _subscriptions.Select(static one => new MqttSubscription(one.Options.Topic, (MqttQos)one.Options.Qos))];

    /// <summary>Takes a message: the first entry whose filter takes its topic counts.</summary>
    public void Take(MqttMessage message)
    {
        var index = Array.FindIndex(_subscriptions, one => MqttTopic.Matches(one.Options.Topic, message.Topic));
        if (index < 0)
            return;
        var (options, key) = _subscriptions[index];
        try
        {
            if (options.Payload == SubscribedPayload.Plain)
                Write(key.Make(message.Topic, ""), Plain(Encoding.UTF8.GetString(message.Payload.Span)));
            else
                TakeJson(message, options, key);
            _unreadable.End();
        }
        catch (JsonException e)
        {
            _surroundings.Metrics.Discard(MqttDiscard.Unreadable);
            if (_unreadable.Occurs())
                LogUnreadable(_surroundings.Logger, message.Topic, e.Message);
        }
    }

    private void TakeJson(MqttMessage message, MqttSubscriptionOptions options, KeyTemplate key)
    {
        using var document = JsonDocument.Parse(message.Payload);
        var value = document.RootElement;
        foreach (var step in options.Member?.Split('.') ?? [])
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
                throw new JsonException($"there is no member '{options.Member}'");
        }

        if (!key.HasMember)
        {
            Write(key.Make(message.Topic, options.Member ?? ""), TagValue.Of(value));
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
            throw new JsonException("it is no object, whose members could be written");
        foreach (var member in value.EnumerateObject())
            Write(key.Make(message.Topic, Name(member)), TagValue.Of(member.Value));
    }

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("a name holds half of a surrogate pair", e);
        }
    }

    private static TagValue Plain(string text)
    {
        var trimmed = text.Trim();
        if (long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return TagValue.Of(whole);
        if (double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return TagValue.Of(number);
        return bool.TryParse(trimmed, out var boolean) ? TagValue.Of(boolean) : TagValue.Of(text);
    }

    private void Write(string key, TagValue value)
    {
        var result = _store.Write(key, new TagWrite(value, TagOrigin.Mqtt));
        if (result.IsOk())
        {
            _notWritten.End();
            return;
        }

        _surroundings.Metrics.Discard(MqttDiscard.NotWritten);
        if (_notWritten.Occurs())
            LogNotWritten(_surroundings.Logger, key, result.Error());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message to {Topic} cannot be read: {Why}. Further ones are counted until one can")]
    private static partial void LogUnreadable(ILogger logger, string topic, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A value that came over MQTT is not written to {Key}: {Why}. Further ones are counted until one is")]
    private static partial void LogNotWritten(ILogger logger, string key, string why);
}
