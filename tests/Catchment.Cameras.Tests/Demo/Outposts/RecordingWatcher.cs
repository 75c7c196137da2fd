using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Demo.Outposts;

/// <summary>A real replier and real subscribers in the watcher's place; keeps what it hears, and asks the sentinel what it is asked to.</summary>
internal sealed class RecordingWatcher : IDisposable
{
    private readonly ZmqReplier _control;
    private readonly ConcurrentBag<ZmqSubscriber> _subscribers = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly string _reply;

    /// <summary>Begins to listen.</summary>
    public RecordingWatcher(int port = 0, string reply = "OK")
    {
        _reply = reply;
        _control = new ZmqReplier([new ZmqEndpoint("127.0.0.1", port)], Answer);
        Endpoint = new ZmqEndpoint("127.0.0.1", _control.Start()[0].Port);
    }

    public ZmqEndpoint Endpoint { get; }

    /// <summary>Control requests, as they came.</summary>
    public BlockingCollection<string> Requests { get; } = [];

    /// <summary>Topic and text of everybody's log, a blank between.</summary>
    public BlockingCollection<string> Log { get; } = [];

    /// <summary>Texts of pictures, as JSON.</summary>
    public BlockingCollection<string> Pictures { get; } = [];

    /// <summary>Where the sentinel takes requests.</summary>
    public ZmqEndpoint? Sentinel { get; private set; }

    /// <summary>Waits for a log text of a form, and forgets those before it.</summary>
    public string LogLike(string part)
    {
        while (Log.TryTake(out var text, Patience.Limit))
        {
            if (text.Contains(part, StringComparison.Ordinal))
                return text;
        }

        throw new TimeoutException($"Nothing with {part} was logged.");
    }

    public void Dispose()
    {
        _control.Dispose();
        foreach (var subscriber in _subscribers)
            subscriber.Dispose();
        Requests.Dispose();
        Log.Dispose();
        Pictures.Dispose();
    }

    private void Answer(ZmqRequest request)
    {
        var text = Encoding.UTF8.GetString(request.Message[0]);
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.GetProperty("cmd").GetString() == "CamUp")
        {
            Subscribe(json.RootElement.GetProperty("logger"), m => Log.Add(Encoding.UTF8.GetString(m[0]) + " " + Encoding.UTF8.GetString(m[1])));
            Subscribe(json.RootElement.GetProperty("images"), m => Pictures.Add(Encoding.UTF8.GetString(m[0])));
        }
        else
        {
            Sentinel = ZmqEndpoint.Parse(json.RootElement.GetProperty("requests").GetString()!);
            Subscribe(json.RootElement.GetProperty("publisher"), m => Log.Add(Encoding.UTF8.GetString(m[0]) + " " + Encoding.UTF8.GetString(m[1])));
        }

        Requests.Add(text);
        request.Reply(Encoding.ASCII.GetBytes(_reply));
    }

    private void Subscribe(JsonElement endpoint, Action<ZmqMessage> take)
    {
        if (_reply != "OK" || !_known.Add(endpoint.GetString()!))
            return;
        var subscriber = new ZmqSubscriber([ZmqEndpoint.Parse(endpoint.GetString()!)], ZmqSubscriber.Everything, (message, _) => take(message));
        _subscribers.Add(subscriber);
        subscriber.Start();
    }
}
