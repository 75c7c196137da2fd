using Microsoft.Extensions.Logging;

namespace Catchment.Protocols.Mqtt;

/// <summary>The log lines of a <see cref="MqttClient"/>.</summary>
internal static partial class MqttLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "MQTT: connected to {Host}:{Port}")]
    public static partial void Up(ILogger logger, string host, int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "MQTT: no connection to {Host}:{Port}: {Why}. Trying again, at least every {Seconds} s, until it is back")]
    public static partial void Down(ILogger logger, string host, int port, string why, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "MQTT: the handler failed on a message to {Topic}; going on with the next")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string topic);

    [LoggerMessage(Level = LogLevel.Warning, Message = "MQTT: {Host}:{Port} refuses to subscribe {Filter}: {Why}")]
    public static partial void SubscriptionRefused(ILogger logger, string host, int port, string filter, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "MQTT: {Host}:{Port} takes no QoS above {Most}; messages are sent with that")]
    public static partial void LessQos(ILogger logger, string host, int port, MqttQos most);

    [LoggerMessage(Level = LogLevel.Warning, Message = "MQTT: {Host}:{Port} keeps no retained messages; they are sent without the mark")]
    public static partial void NotRetained(ILogger logger, string host, int port);
}
