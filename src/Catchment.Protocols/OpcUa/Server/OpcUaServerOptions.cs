using System.Net;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>How a server serves.</summary>
public sealed record OpcUaServerOptions
{
    /// <summary>Where to listen; port 0 takes any free one. The usual port is 4840.</summary>
    public required IReadOnlyList<IPEndPoint> Listen { get; init; }

    /// <summary>The name of this installation in all the world; the one of the certificate if there is one.</summary>
    public required string ApplicationUri { get; init; }

    /// <summary>The name for people.</summary>
    public string ApplicationName { get; init; } = "OPC UA server";

    /// <summary>The name of the program in all the world.</summary>
    public string ProductUri { get; init; } = "";

    /// <summary>Who made the program.</summary>
    public string ManufacturerName { get; init; } = "";

    /// <summary>The program's version.</summary>
    public string SoftwareVersion { get; init; } = "";

    /// <summary>When the program was built, UTC.</summary>
    public DateTime BuildDate { get; init; }

    /// <summary>The address space; null: one with the standard's nodes alone. A space belongs to one server.</summary>
    public NodeSpace? Nodes { get; init; }

    /// <summary>The ways in which clients may connect.</summary>
    public IReadOnlyList<OpcUaEndpoint> Endpoints { get; init; } = [OpcUaEndpoint.None];

    /// <summary>The name or address in the endpoints' URLs for clients that came by one that is none of ours; null: the address that they came by.</summary>
    public string? Host { get; init; }

    /// <summary>Whether clients may say nothing about who they are.</summary>
    public bool AllowAnonymous { get; init; } = true;

    /// <summary>Checks user names; null: there are none.</summary>
    public OpcUaUserCheck? CheckUser { get; init; }

    /// <summary>
    /// Whether passwords may come in plain through a channel without encryption when there is no <see cref="Certificate"/> to encrypt them for.
    /// </summary>
    public bool AllowPlainPasswords { get; init; }

    /// <summary>The server's certificate and key; needed for every endpoint with security, and to encrypt passwords without.</summary>
    public ApplicationCertificate? Certificate { get; init; }

    /// <summary>Which clients' certificates are trusted; null: none.</summary>
    public CertificateStore? CertificateStore { get; init; }

    /// <summary>
    /// Which users' certificates are trusted, a store of their own (<see cref="CertificateStoreOptions.IsForUsers"/>); null: users do not come with certificates. They sign for the server's, so <see cref="Certificate"/> is needed.
    /// A user's name is the subject of the certificate.
    /// </summary>
    public CertificateStore? UserCertificateStore { get; init; }

    /// <summary>What is taken from clients.</summary>
    public OpcUaLimits Limits { get; init; } = new();

    /// <summary>How much clients may ask in one request.</summary>
    public OpcUaOperationLimits OperationLimits { get; init; } = new();

    /// <summary>How much clients may watch.</summary>
    public OpcUaSubscriptionLimits SubscriptionLimits { get; init; } = new();

    /// <summary>Clients at once, at most. When there are more, the oldest without a session goes.</summary>
    public int MaxConnections { get; init; } = 500;

    /// <summary>Sessions at once, at most.</summary>
    public int MaxSessions { get; init; } = 100;

    /// <summary>Requests of one client that wait for their answer, at most.</summary>
    public int MaxPendingRequests { get; init; } = 1_000;

    /// <summary>Bytes that incomplete requests and unsent responses of all clients together may take, beyond a small part that is each one's own.</summary>
    public long MaxBufferedBytes { get; init; } = 256L << 20;

    /// <summary>The shortest time-out of a session.</summary>
    public TimeSpan MinSessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time-out of a session, and the one when none is wished.</summary>
    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The shortest life of a channel's token.</summary>
    public TimeSpan MinTokenLifetime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest life of a channel's token, and the one when none is wished.</summary>
    public TimeSpan MaxTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A client that has not opened a channel for so long is closed.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A client that does not complete a message for so long is closed.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A client that takes nothing of what it is sent for so long is closed.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a stop is told by the server's status before it happens.</summary>
    public TimeSpan ShutdownNotice { get; init; }

    /// <summary>Is told what happens.</summary>
    public IOpcUaServerObserver? Observer { get; init; }

    /// <summary>For what people should know.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
