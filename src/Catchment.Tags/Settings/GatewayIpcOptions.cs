using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>The group <c>gateway.ipc</c>. Source: <c>tags</c> 3.</summary>
public sealed record GatewayIpcOptions
{
    /// <summary>The socket of the original.</summary>
    public const string UsualSocket = "/tmp/dataservice.sock";

    /// <summary>The socket.</summary>
    [Setting("socket_path", Description = "The Unix socket; an empty text for none.", IsPath = true, DefaultText = "/tmp/dataservice.sock; in up .catchment/gateway/dataservice.sock beside the configuration")]
    public string SocketPath { get; init; } = UsualSocket;

    /// <summary>Its mode.</summary>
    [Setting("socket_mode", Description = "Permissions of the socket, octal.", Pattern = "^0?[0-7]{3}$")]
    public string SocketMode { get; init; } = "0600";

    /// <summary>Its group.</summary>
    [Setting("socket_group", Description = "Group of the socket: a name or a number; null for that of the process.", Example = "plc")]
    public string? SocketGroup { get; init; }

    /// <summary>The longest request.</summary>
    [Setting("max_line_bytes", Description = "The longest request.", Min = 1024, Max = 1_073_741_824, Unit = "bytes")]
    public int MaxLineBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long a connection may say nothing.</summary>
    [Setting("idle_seconds", Description = "A connection without a request or a subscription for so long is closed; 0 for never.", Min = 0, Max = 31_536_000, Unit = "seconds")]
    public double IdleSeconds { get; init; } = 300;

    /// <summary>Connections at once.</summary>
    [Setting("max_connections", Description = "Connections at once; one more is refused.", Min = 1, Max = 100_000)]
    public int MaxConnections { get; init; } = 1000;
}
