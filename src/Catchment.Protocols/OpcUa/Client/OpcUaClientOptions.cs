using Catchment.Protocols.OpcUa.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>Which server a client speaks with, and how.</summary>
public sealed record OpcUaClientOptions
{
    /// <summary>Where the server is: <c>opc.tcp://host:port/path</c>; without a port 4840. It is used as it stands, whatever host the server itself tells.</summary>
    public required string EndpointUrl { get; init; }

    /// <summary>The security policy; the server has to offer it with <see cref="Mode"/>.</summary>
    public SecurityPolicy Policy { get; init; } = SecurityPolicy.None;

    /// <summary>Whether messages are signed, or signed and encrypted.</summary>
    public MessageSecurityMode Mode { get; init; } = MessageSecurityMode.None;

    /// <summary>Who the session acts for.</summary>
    public OpcUaIdentity Identity { get; init; } = OpcUaIdentity.Anonymous;

    /// <summary>Whether a password may be sent where others can read it, when the server wants it so.</summary>
    public bool AllowPlainPassword { get; init; }

    /// <summary>This client's certificate and key; needed with security.</summary>
    public ApplicationCertificate? Certificate { get; init; }

    /// <summary>Decides which servers are trusted; needed with security, and to encrypt a password without.</summary>
    public CertificateStore? Store { get; init; }

    /// <summary>Whether the server's certificate has to name the host of <see cref="EndpointUrl"/>.</summary>
    public bool ChecksHostName { get; init; } = true;

    /// <summary>The name of this installation in all the world; the one of the certificate if there is one.</summary>
    public string ApplicationUri { get; init; } = "urn:opcua:client";

    /// <summary>The name for people.</summary>
    public string ApplicationName { get; init; } = "OPC UA client";

    /// <summary>The name of the program in all the world.</summary>
    public string ProductUri { get; init; } = "";

    /// <summary>What the server calls the session.</summary>
    public string SessionName { get; init; } = "session";

    /// <summary>How long the server keeps a session that says nothing; the server may decide otherwise.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the server's state is read; without an answer the connection is given up.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the keys of a channel live; they are renewed at three quarters of that. The server may decide otherwise.</summary>
    public TimeSpan ChannelLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long to wait before each try to connect again; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan> ReconnectDelays { get; init; } =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)];

    /// <summary>Operations in one request at most, also where the server takes more.</summary>
    public int MaxOperationsPerRequest { get; init; } = 10_000;

    /// <summary>Publish requests that wait at the server for each subscription, and messages that wait for their reader.</summary>
    public int PublishWindow { get; init; } = 4;

    /// <summary>References of one node that are browsed at most; a server that goes on for ever is stopped there.</summary>
    public int MaxReferences { get; init; } = 1_000_000;

    /// <summary>What is taken from the server.</summary>
    public OpcUaLimits Limits { get; init; } = new();

    /// <summary>Is told what happens; null: nobody.</summary>
    public IOpcUaClientObserver? Observer { get; init; }

    /// <summary>The log.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
