using Catchment.Tags.Gateway;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Ipc;

/// <summary>The Unix socket as a part of the gateway.</summary>
public sealed partial class IpcPart : IGatewayPart
{
    private readonly GatewayIpcOptions _options;
    private readonly IpcRoom _room;
    private IpcServer? _server;

    /// <summary>A socket that is not open yet.</summary>
    /// <param name="options">Where it is, and within which bounds.</param>
    /// <param name="room">What it serves.</param>
    public IpcPart(GatewayIpcOptions options, GatewayRoom room)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(room);
        _options = options;
        _room = new IpcRoom
        {
            Store = room.Model.Store,
            Metrics = room.Metrics,
            Time = room.Time,
            Logger = room.Loggers.CreateLogger("gateway.ipc"),
            Version = room.Version,
            MaxLineBytes = options.MaxLineBytes,
            Opened = room.Time.GetTimestamp(),
        };
    }

    /// <inheritdoc/>
    public string Name => "ipc";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        if (_options.SocketPath.Length == 0 || _server is not null)
            return Task.CompletedTask;
        _server = IpcServer.Start(_options, _room);
        LogListening(_room.Logger, _options.SocketPath, _options.SocketMode);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => _server?.StopAsync(cancellation) ?? Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Values are taken on the Unix socket {Path} (mode {Mode})")]
    private static partial void LogListening(ILogger logger, string path, string mode);
}
