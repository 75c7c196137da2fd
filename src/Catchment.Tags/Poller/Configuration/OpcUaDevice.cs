using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>How an OPC UA server is asked. Source: <c>tags</c> 10.1.</summary>
public sealed record OpcUaDevice
{
    /// <summary>Where it is: <c>opc.tcp://host:port/path</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Whether messages are signed, or signed and encrypted, with Basic256Sha256; None: neither.</summary>
    public MessageSecurityMode SecurityMode { get; init; } = MessageSecurityMode.None;

    /// <summary>Who the poller is.</summary>
    public OpcUaAuthentication Authentication { get; init; }

    /// <summary>The user's name.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The user's password.</summary>
    public string Password { get; init; } = "";

    /// <summary>The password may be sent where others can read it.</summary>
    public bool AllowsPlainPassword { get; init; }

    /// <summary>The file of the poller's certificate, absolute; null: the gateway's own.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The file of its key, absolute; null: in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>What becomes of the server when nobody has judged its certificate.</summary>
    public OpcUaServerTrust Trust { get; init; }

    /// <summary>The server's certificate need not name the host of the URL, as those of many devices do not; one that is trusted at once never has to.</summary>
    public bool AllowsOtherHostName { get; init; }

    /// <summary>How long the server keeps a session that says nothing.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the server has to say something.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries to connect again with growing pauses; those behind them come once a minute.</summary>
    public int ReconnectRetries { get; init; } = 3;

    /// <summary>How often the server tells what has changed.</summary>
    public TimeSpan PublishingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the server looks for changes.</summary>
    public TimeSpan SamplingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Values of a node that the server keeps until they are told.</summary>
    public int QueueSize { get; init; } = 10;

    /// <summary>What the smallest change that is told refers to.</summary>
    public OpcUaDeadband Deadband { get; init; }

    /// <summary>The smallest change that is told.</summary>
    public double DeadbandValue { get; init; }

    /// <summary>The pauses before each try to connect again, the last one for all further ones: 5, 10, 15 s and so on, then a minute. Source: <c>tags</c> 10.4.</summary>
    public IReadOnlyList<TimeSpan> ReconnectDelays() => [.. Enumerable.Range(1, ReconnectRetries).Select(static tries => TimeSpan.FromSeconds(Math.Min(5 * tries, 60))), TimeSpan.FromMinutes(1)];

    /// <summary>For people; without the password.</summary>
    public override string ToString() => $"{Url} {SecurityMode} {Authentication} {UserName}";
}
