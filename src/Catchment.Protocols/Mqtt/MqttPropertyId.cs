namespace Catchment.Protocols.Mqtt;

/// <summary>The properties of MQTT 5.0 (2.2.2.2); the number is the one on the wire.</summary>
public enum MqttPropertyId
{
    /// <summary>0: the payload is bytes, 1: it is UTF-8 text.</summary>
    PayloadFormatIndicator = 0x01,

    /// <summary>Seconds after which a message is of no use.</summary>
    MessageExpiryInterval = 0x02,

    /// <summary>What the payload is, as a text.</summary>
    ContentType = 0x03,

    /// <summary>The topic of an answer.</summary>
    ResponseTopic = 0x08,

    /// <summary>What an answer has to repeat.</summary>
    CorrelationData = 0x09,

    /// <summary>The number of the subscription that a message matched.</summary>
    SubscriptionIdentifier = 0x0B,

    /// <summary>Seconds that a session outlives its connection.</summary>
    SessionExpiryInterval = 0x11,

    /// <summary>The client id that the broker has chosen.</summary>
    AssignedClientIdentifier = 0x12,

    /// <summary>The keep-alive that the broker wants, in seconds.</summary>
    ServerKeepAlive = 0x13,

    /// <summary>The name of an authentication method.</summary>
    AuthenticationMethod = 0x15,

    /// <summary>What the method exchanges.</summary>
    AuthenticationData = 0x16,

    /// <summary>Whether the client wants to be told reasons.</summary>
    RequestProblemInformation = 0x17,

    /// <summary>Seconds before a will is published.</summary>
    WillDelayInterval = 0x18,

    /// <summary>Whether the client wants response information.</summary>
    RequestResponseInformation = 0x19,

    /// <summary>From what to make a response topic.</summary>
    ResponseInformation = 0x1A,

    /// <summary>Another broker to use.</summary>
    ServerReference = 0x1C,

    /// <summary>A reason for people.</summary>
    ReasonString = 0x1F,

    /// <summary>Most messages of QoS 1 and 2 that may be unacknowledged.</summary>
    ReceiveMaximum = 0x21,

    /// <summary>Most topic aliases.</summary>
    TopicAliasMaximum = 0x22,

    /// <summary>The alias of a topic.</summary>
    TopicAlias = 0x23,

    /// <summary>The highest QoS that the broker takes, if not 2.</summary>
    MaximumQos = 0x24,

    /// <summary>Whether the broker keeps retained messages.</summary>
    RetainAvailable = 0x25,

    /// <summary>A name and a value of the application; may be repeated.</summary>
    UserProperty = 0x26,

    /// <summary>Most bytes of a packet.</summary>
    MaximumPacketSize = 0x27,

    /// <summary>Whether filters may have wildcards.</summary>
    WildcardSubscriptionAvailable = 0x28,

    /// <summary>Whether subscriptions may have numbers.</summary>
    SubscriptionIdentifierAvailable = 0x29,

    /// <summary>Whether subscriptions may be shared.</summary>
    SharedSubscriptionAvailable = 0x2A,
}
