using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>The settings <c>gateway.opcua</c>: the OPC UA server of the mapped points.</summary>
/// <remarks>Source: <c>tags</c> 6.2, 13.</remarks>
public sealed record OpcUaOptions
{
    /// <summary>Whether the server is started with the gateway.</summary>
    [Setting("enabled", Description = "Whether the OPC UA server is started with the gateway.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Endpoints to listen on.</summary>
    [Setting("listen", Description = "Endpoints of the OPC UA server.", Example = "opc.tcp://*:4840")]
    public IReadOnlyList<string> Listen { get; init; } = ["opc.tcp://127.0.0.1:4840"];

    /// <summary>The server's URI; null: made of the computer's name.</summary>
    [Setting("application_uri", Description = "The URI by which clients tell this server from all others; the server's certificate names it.", Pattern = "^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$", DefaultText = "urn:COMPUTER:catchment:gateway")]
    public string? ApplicationUri { get; init; }

    /// <summary>The server's name.</summary>
    [Setting("server_name", Description = "The server's name, as clients show it.", Pattern = "^.{1,256}$")]
    public string ServerName { get; init; } = "DataService OPC-UA Server";

    /// <summary>How the endpoints are kept safe.</summary>
    [Setting("security", Description = "How clients may connect: each is an endpoint of its own. Without none, only clients whose certificates are trusted come in.")]
    public IReadOnlyList<OpcUaSecurity> Security { get; init; } = [OpcUaSecurity.None];

    /// <summary>Whether clients may come without a name.</summary>
    [Setting("anonymous", Description = "Whether clients may come without saying who their user is; false needs users or user_certificates.")]
    public bool Anonymous { get; init; } = true;

    /// <summary>The file of users; null: there are none.</summary>
    [Setting("users", Description = "File of users who may come with a name and password, a line for each as `catchment gateway password` makes it; read again when it changes. Null for none.", IsPath = true, Example = "/etc/catchment/opcua-users")]
    public string? Users { get; init; }

    /// <summary>Whether users may come with certificates.</summary>
    [Setting("user_certificates", Description = "Whether users may come with a certificate of their own that is trusted in the folder users of certificates.")]
    public bool UserCertificates { get; init; }

    /// <summary>The folder of certificates; null: in the state folder.</summary>
    [Setting("certificates", Description = "Folder of the server's own certificate, of trusted ones and of those that were turned away.", IsPath = true, DefaultText = "opcua-certificates in the service's state folder")]
    public string? Certificates { get; init; }

    /// <summary>What becomes of certificates that nobody has judged.</summary>
    [Setting("accept_certificates", Description = "What becomes of a client's certificate that nobody has judged yet: the client is turned away until somebody trusts it, or it is trusted at once.")]
    public OpcUaCertificatePolicy AcceptCertificates { get; init; }

    /// <summary>Whether points without a mapping are served.</summary>
    [Setting("expose_all_keys", Description = "Whether every point without a mapping is a node too: ns=2;s=KEY, to be read and written.")]
    public bool ExposeAllKeys { get; init; }

    /// <summary>Whether all histories may be read.</summary>
    [Setting("expose_history", Description = "Whether clients may read the history of every variable that they may read; otherwise of those alone that are mapped with the access HistoryRead.")]
    public bool ExposeHistory { get; init; }

    /// <summary>The shortest sampling interval.</summary>
    [Setting("minimum_sampling_ms", Description = "The shortest time between two looks at a value for a client that watches it.", Min = 10, Max = 60_000, Unit = "milliseconds")]
    public int MinimumSamplingMs { get; init; } = 50;

    /// <summary>The shortest publishing interval.</summary>
    [Setting("minimum_publishing_ms", Description = "The shortest time between two messages of a subscription.", Min = 10, Max = 60_000, Unit = "milliseconds")]
    public int MinimumPublishingMs { get; init; } = 50;

    /// <summary>The most connections.</summary>
    [Setting("max_connections", Description = "Connections at once; when all are taken, one without a session makes room, or the new one is turned away.", Min = 1, Max = 10_000)]
    public int MaxConnections { get; init; } = 200;

    /// <summary>The most sessions.</summary>
    [Setting("max_sessions", Description = "Sessions at once; one more is refused.", Min = 1, Max = 10_000)]
    public int MaxSessions { get; init; } = 100;

    /// <summary>The most subscriptions of all sessions.</summary>
    [Setting("max_subscriptions", Description = "Subscriptions of all clients at once; one more is refused.", Min = 1, Max = 100_000)]
    public int MaxSubscriptions { get; init; } = 1_000;

    /// <summary>The most monitored items of all sessions.</summary>
    [Setting("max_monitored_items", Description = "Values that all clients may watch at once; one more is refused.", Min = 1, Max = 10_000_000)]
    public int MaxMonitoredItems { get; init; } = 200_000;

    /// <summary>How long a client may be silent.</summary>
    [Setting("idle_seconds", Description = "The longest time that a session may be silent, whatever its client asks for.", Min = 10, Max = 86_400, Unit = "seconds")]
    public int IdleSeconds { get; init; } = 3600;
}
