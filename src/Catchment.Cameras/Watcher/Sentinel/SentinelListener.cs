using System.Text;
using System.Text.Unicode;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>Listens to one sentinel's log. Whatever it publishes, listening goes on.</summary>
/// <remarks>Source: the camera specification, 10.6, with frames as in 10.3; defect 29.</remarks>
internal sealed class SentinelListener : IDisposable
{
    private readonly SentinelAgent _agent;
    private readonly WatcherRoom _room;
    private readonly SentinelResults _results;
    private readonly SentinelLog _log;
    private readonly PeerTrouble _trouble;
    private readonly ZmqSubscriber _subscriber;

    internal SentinelListener(SentinelAgent agent, WatcherRoom room, SentinelResults results, SentinelLog log)
    {
        _agent = agent;
        _room = room;
        _results = results;
        _log = log;
        _trouble = new PeerTrouble("sentinel's messages", room.Context.Time, room.Context.Logger);
        _subscriber = new ZmqSubscriber([ZmqEndpoint.Parse(agent.Publisher)], ZmqSubscriber.Everything, (message, _) => Take(message), new ZmqOptions
        {
            Limits = new ZmqLimits { MaxMessageBytes = 1 << 20, MaxBufferedBytes = 4 << 20 },
            TimeProvider = room.Context.Time,
            Logger = room.Context.Logger,
            Observer = room.Metrics,
        });
    }

    /// <summary>Whether the sentinel is connected.</summary>
    internal bool IsConnected => _subscriber.ConnectedCount > 0;

    /// <summary>Begins to connect.</summary>
    internal void Start() => _subscriber.Start();

    /// <summary>Ends episodes; to be called about once a second.</summary>
    internal void Check() => _trouble.Check();

    /// <summary>Takes one message.</summary>
    internal void Take(ZmqMessage message)
    {
        _room.Metrics.Received(message.TotalBytes);
        if (message.FrameCount != 2 || LevelOf(message[0]) is not { } level)
        {
            Discard(WatcherDiscard.SentinelFrames, "a message that is not two frames, or has no level in its topic");
            return;
        }

        var text = message.Frame(1);
        while (text.Length > 0 && text.Span[^1] is (byte)'\n' or (byte)'\r' or (byte)' ')
            text = text[..^1];
        if (text.IsEmpty)
            Discard(WatcherDiscard.SentinelFrames, "an empty text");
        else if (level == LogLevel.Information && text.Span[0] == (byte)'{')
            _results.Take(_agent, _log, text);
        else if (!text.Span.StartsWith("Pump"u8)) // The sentinel's own traffic with pumps.
            Log(level, text.Span);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscriber.Dispose();
        _log.Dispose();
    }

    private void Log(LogLevel level, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
            Discard(WatcherDiscard.SentinelText, "a text that is not UTF-8; it is logged with replacement characters");
        _log.Write(level, Encoding.UTF8.GetString(text));
    }

    private void Discard(WatcherDiscard reason, string problem)
    {
        _room.Metrics.Discarded(reason);
        _trouble.Tell(_agent.Publisher, problem);
    }

    /// <summary>The level in <c>Sentinel.LEVEL</c> or <c>Sentinel.LEVEL.part</c>.</summary>
    private static LogLevel? LevelOf(ReadOnlySpan<byte> topic)
    {
        var dot = topic.IndexOf((byte)'.');
        if (dot < 0)
            return null;
        var rest = topic[(dot + 1)..];
        var end = rest.IndexOf((byte)'.');
        return (end < 0 ? rest : rest[..end]) switch
        {
            var l when l.SequenceEqual("DEBUG"u8) => LogLevel.Debug,
            var l when l.SequenceEqual("INFO"u8) => LogLevel.Information,
            var l when l.SequenceEqual("WARNING"u8) => LogLevel.Warning,
            var l when l.SequenceEqual("ERROR"u8) => LogLevel.Error,
            var l when l.SequenceEqual("CRITICAL"u8) => LogLevel.Critical,
            _ => null,
        };
    }
}
