using System.Net.Sockets;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Ipc;

/// <summary>
/// The Unix socket that values are written to. A thread accepts a client and serves it to its end, while another one accepts: of all ways this has the shortest from a
/// request to its reply, and a client that connects anew for each write meets a thread that waits already. Source: <c>tags</c> 3.
/// </summary>
internal sealed partial class IpcServer : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private const int MostSpare = 4;
    private const int TicksUntilIdle = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IpcSocketFile _file;
    private readonly IpcRoom _room;
    private readonly int _maxConnections;
    private readonly HashSet<IpcConnection> _connections = [];
    private readonly Lock _gate = new();
    private readonly LogEpisode _acceptTrouble;
    private readonly LogEpisode _full;
    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer? _ticks;
    private int _threads;
    private int _spare;
    private bool _isStopping;

    private IpcServer(IpcSocketFile file, IpcRoom room, GatewayIpcOptions options)
    {
        (_file, _room, _maxConnections) = (file, room, options.MaxConnections);
        (_acceptTrouble, _full) = (new LogEpisode(room.Time), new LogEpisode(room.Time));
        var idle = TimeSpan.FromSeconds(options.IdleSeconds);
        if (idle > TimeSpan.Zero)
            _ticks = room.Time.CreateTimer(_ => Tick(), null, idle / TicksUntilIdle, idle / TicksUntilIdle);
    }

    /// <summary>Claims the socket and begins to serve.</summary>
    /// <param name="options">Where, and within which bounds.</param>
    /// <param name="room">What connections share.</param>
    /// <exception cref="IOException">The socket cannot be had; the message says why.</exception>
    internal static IpcServer Start(GatewayIpcOptions options, IpcRoom room)
    {
        var mode = (UnixFileMode)Convert.ToInt32(options.SocketMode, 8);
        var server = new IpcServer(IpcSocketFile.Open(options.SocketPath, mode, options.SocketGroup), room, options);
        lock (server._gate)
            server.Begin();
        return server;
    }

    /// <summary>Accepts nobody any more, answers what came, and ends; returns when all clients are gone, or the time is over.</summary>
    /// <param name="cancellation">The time is over: who is not done is cut off.</param>
    internal async Task StopAsync(CancellationToken cancellation)
    {
        BeginStop();
        try
        {
            await _drained.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Each(static connection => connection.Cut());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        BeginStop();
        Each(static connection => connection.Cut());
    }

    private void BeginStop()
    {
        lock (_gate)
        {
            if (_isStopping)
                return;
            _isStopping = true;
            if (_threads == 0)
                _drained.TrySetResult();
        }

        _stop.Set();
        _ticks?.Dispose();
        _file.Dispose();
        Each(static connection => connection.Stop());
    }

    private void Each(Action<IpcConnection> action)
    {
        IpcConnection[] connections;
        lock (_gate)
            connections = [.. _connections];
        foreach (var connection in connections)
            action(connection);
    }

    private void Tick() => Each(static connection => connection.Tick(TicksUntilIdle));

    /// <summary>One more thread accepts. Under the gate.</summary>
    private void Begin()
    {
        _threads++;
        _spare++;
        try
        {
            new Thread(Run, StackBytes) { IsBackground = true, Name = "ipc" }.Start();
        }
        catch (OutOfMemoryException)
        {
            // No more threads are to be had: the next client that goes leaves its own.
            _threads--;
            _spare--;
        }
    }

    private void Run()
    {
        while (Accept() is { } socket)
        {
            using var connection = new IpcConnection(socket, _room);
            if (!TryEnter(connection))
                continue;
            connection.Run();
            if (!Leave(connection))
                return;
        }

        lock (_gate)
        {
            _spare--;
            End();
        }
    }

    /// <summary>Waits for a client.</summary>
    /// <returns>Null: the server stops.</returns>
    private Socket? Accept()
    {
        while (true)
        {
            try
            {
                var socket = _file.Listener.Accept();
                if (_acceptTrouble.End() is { } episode)
                    LogAccepts(_room.Logger, episode.Count);
                return socket;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (_stop.IsSet)
                    return null;
                _room.Metrics.Errors.Add("accept");
                if (_acceptTrouble.Occurs())
                    LogAccept(_room.Logger, e.Message);
                _stop.Wait(Pause); // No descriptors are left, or no memory: others give theirs back meanwhile.
            }
        }
    }

    private bool TryEnter(IpcConnection connection)
    {
        lock (_gate)
        {
            if (_isStopping)
                return false;
            if (_connections.Count >= _maxConnections)
            {
                _room.Metrics.Discarded.Add("connection_limit");
                if (_full.Occurs())
                    LogFull(_room.Logger, _maxConnections);
                return false;
            }

            _connections.Add(connection);
            if (--_spare == 0)
                Begin();
        }

        _room.Door.Clients.Add();
        return true;
    }

    /// <summary>A client is gone.</summary>
    /// <returns>Whether this thread accepts another client.</returns>
    private bool Leave(IpcConnection connection)
    {
        _room.Door.Clients.Add(-1);
        lock (_gate)
        {
            _connections.Remove(connection);
            if (_full.End() is { } episode)
                LogRoom(_room.Logger, episode.Count);
            if (!_isStopping && _spare < MostSpare)
            {
                _spare++;
                return true;
            }

            End();
            return false;
        }
    }

    private void End()
    {
        if (--_threads == 0 && _isStopping)
            _drained.TrySetResult();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Unix socket takes no clients at present: {Reason}")]
    private static partial void LogAccept(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The Unix socket takes clients again, after {Count} tries")]
    private static partial void LogAccepts(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Unix socket has {Count} clients, as many as gateway.ipc.max_connections allows: more are refused")]
    private static partial void LogFull(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The Unix socket has room for clients again; {Count} were refused")]
    private static partial void LogRoom(ILogger logger, long count);
}
