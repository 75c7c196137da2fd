using Microsoft.Extensions.Logging;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>The log lines of an <see cref="OpcUaClient"/>.</summary>
internal static partial class OpcUaClientLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "OPC UA: connected to {Url}")]
    public static partial void Up(ILogger logger, string url);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: connection to {Url} lost: {Why}. Trying again until it is back")]
    public static partial void Down(ILogger logger, string url, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "OPC UA: no connection to {Url}: {Why}")]
    public static partial void StillDown(ILogger logger, string url, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: {Url} could not repeat {Count} messages of subscription {Subscription}; they are lost")]
    public static partial void Lost(ILogger logger, string url, long count, uint subscription);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: {Url} has a subscription no more ({Why}); it is made anew")]
    public static partial void Recreated(ILogger logger, string url, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "OPC UA: a mistake of this client ended its connection to {Url}")]
    public static partial void Failed(ILogger logger, Exception exception, string url);
}
