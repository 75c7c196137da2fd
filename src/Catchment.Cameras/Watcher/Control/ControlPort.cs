using System.Net;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Control;

/// <summary>The control port: every request is answered <c>OK</c> or <c>Error</c>; no peer holds up another.</summary>
/// <remarks>Source: the camera specification, 10.5. An outpost's CamUp is sent and its reply not waited for: that peer being gone does nothing.</remarks>
internal sealed partial class ControlPort : IDisposable
{
    private static readonly byte[] Ok = "OK"u8.ToArray();
    private static readonly byte[] Error = "Error"u8.ToArray();

    private readonly WatcherRoom _room;
    private readonly ControlDesk _desk;
    private readonly PeerTrouble _trouble;
    private readonly ZmqReplier _replier;

    internal ControlPort(WatcherRoom room, ControlDesk desk)
    {
        _room = room;
        _desk = desk;
        var time = room.Context.Time;
        _trouble = new PeerTrouble("control requests", time, room.Context.Logger);
        _replier = new ZmqReplier(room.Settings.Listen, Answer, new ZmqReplierOptions
        {
            // A frame that is too long for a request is still read, so that it gets its answer.
            Limits = new ZmqLimits { MaxMessageBytes = 1 << 20, MaxBufferedBytes = 16 << 20, MaxConnections = room.Settings.Options.MaxConnections },
            AllowedPeers = room.Settings.Allow,
            FaultReply = Error,
            TimeProvider = time,
            Logger = room.Context.Logger,
            Observer = room.Metrics,
        });
    }

    /// <summary>Opens the listeners.</summary>
    /// <returns>The bound addresses.</returns>
    /// <exception cref="ZmqException">An endpoint cannot be listened on.</exception>
    internal IReadOnlyList<IPEndPoint> Open()
    {
        var bound = _replier.Start();
        foreach (var endpoint in bound)
            LogListening(_room.Context.Logger, endpoint);
        if (_room.Settings.ListensAsOriginal)
            LogListensAsOriginal(_room.Context.Logger);
        return bound;
    }

    /// <summary>Ends episodes; to be called about once a second.</summary>
    internal void Check() => _trouble.Check();

    /// <summary>Answers what is in flight and closes.</summary>
    internal Task DrainAsync(TimeSpan deadline) => _replier.StopAsync(deadline);

    /// <inheritdoc/>
    public void Dispose() => _replier.Dispose();

    private void Answer(ZmqRequest request)
    {
        var began = _room.Context.Time.GetTimestamp();
        _room.Metrics.Enter();
        try
        {
            _room.Metrics.Received(request.Message.TotalBytes);
            var refusal = request.Message.FrameCount == 1
                ? _desk.Serve(request.Message.Frame(0))
                : new ControlRefusal(WatcherError.ControlUnreadable, "more than one frame");
            if (refusal is not null)
            {
                _room.Metrics.Failed(refusal.Kind);
                _trouble.Tell(request.Peer.ToString(), refusal.Problem);
            }

            request.Reply(refusal is null ? Ok : Error);
            _room.Metrics.Sent();
        }
        finally
        {
            _room.Metrics.Leave(_room.Context.Time.GetElapsedTime(began));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on tcp://{Endpoint}")]
    private static partial void LogListening(ILogger logger, IPEndPoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening on all interfaces, as the original did: whoever reaches the port can register outposts and delete events. watcher.listen and watcher.allow narrow it")]
    private static partial void LogListensAsOriginal(ILogger logger);
}
