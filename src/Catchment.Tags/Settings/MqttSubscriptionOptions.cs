using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>An entry of <c>gateway.mqtt.subscriptions</c>: messages that are written to tags.</summary>
public sealed record MqttSubscriptionOptions
{
    /// <summary>Which topics.</summary>
    [Setting("topic", Description = "Topic filter: + stands for one level, # at the end for all further ones.", Required = true, Pattern = "^[^\\x00]+$", Example = "plant/+/+/value")]
    public string Topic { get; init; } = "";

    /// <summary>Which tag.</summary>
    [Setting("key", Description = "Key of the tag: {topic} stands for the topic, {1}, {2}, … for its levels, {member} for the name of the object's member.", Pattern = "^.+$", Example = "{2}.{3}")]
    public string Key { get; init; } = "{topic}";

    /// <summary>What the payload is.</summary>
    [Setting("payload", Description = "What payloads are: json, or plain for a text, which counts as number or boolean when it reads as one.")]
    public SubscribedPayload Payload { get; init; }

    /// <summary>Where the value stands in an object.</summary>
    [Setting("member", Description = "Member of the JSON object that holds the value, with dots into inner objects; null: the payload itself is the value, or, where key has {member}, each member of the object is one.")]
    public string? Member { get; init; }

    /// <summary>How surely messages come.</summary>
    [Setting("qos", Description = "Highest QoS that messages come with.", Min = 0, Max = 2)]
    public int Qos { get; init; } = 1;
}
