using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>The group <c>gateway.http</c>. Source: <c>tags</c> 1, 4, 13.</summary>
public sealed record GatewayHttpOptions
{
    /// <summary>The port of the original.</summary>
    public const int UsualPort = 8080;

    /// <summary>Where it listens; null or an empty list: nowhere.</summary>
    [Setting("listen", Description = "Endpoints of the gateway's HTTP API; null for none.", Example = "http://0.0.0.0:8080")]
    public IReadOnlyList<string>? Listen { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>What whoever asks has to present; null: nothing.</summary>
    [Setting("token", Description = "Token that every request has to bring as 'Authorization: Bearer TOKEN', but /health; null leaves the API open to whoever reaches it. From a file or the environment, never from the command line.", IsSecret = true, Pattern = "^.{8,1024}$")]
    public string? Token { get; init; }

    /// <summary>The sites whose pages may ask.</summary>
    [Setting("cors_origins", Description = "Origins of web pages whose scripts may ask the API; * for any, without their cookies.")]
    public IReadOnlyList<string> CorsOrigins { get; init; } = ["http://localhost:3000", "http://127.0.0.1:3000", "http://localhost:3001"];

    /// <summary>The largest body.</summary>
    [Setting("max_body", Description = "The largest body of a request.", Min = 1024, Max = 1 << 30)]
    public ByteSize MaxBody { get; init; } = ByteSize.FromMebibytes(16);

    /// <summary>Connections at once.</summary>
    [Setting("max_connections", Description = "Connections at once; one more is closed.", Min = 1, Max = 100_000)]
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Followers of <c>/events</c> at once.</summary>
    [Setting("max_event_clients", Description = "Clients of /events at once; one more gets 503.", Min = 0, Max = 100_000)]
    public int MaxEventClients { get; init; } = 100;

    /// <summary>How long the head of a request may take.</summary>
    [Setting("header_timeout", Description = "How long a client may take to send the head of a request.", Min = 1, Max = 3600, Unit = "seconds")]
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may be idle between requests.</summary>
    [Setting("keep_alive", Description = "How long a connection may be idle between two requests.", Min = 1, Max = 86_400, Unit = "seconds")]
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(130);
}
