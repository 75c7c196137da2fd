using System.Collections.Concurrent;
using System.Text;
using Catchment.Protocols.ImageZmq;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Demo;

/// <summary>A real replier in the hub's place that keeps what it is sent, by node.</summary>
internal sealed class RecordingHub : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _texts = new(StringComparer.Ordinal);
    private readonly ZmqReplier _replier;
    private readonly SemaphoreSlim _frames = new(0);
    private readonly byte[] _reply;
    private readonly Action<int>? _received;
    private int _count;

    /// <summary>Begins to listen.</summary>
    /// <param name="port">0 lets the system choose.</param>
    /// <param name="reply">What every message is answered with.</param>
    /// <param name="received">Told of the number of messages, before each is answered.</param>
    public RecordingHub(int port = 0, string reply = "OK", Action<int>? received = null)
    {
        _reply = Encoding.UTF8.GetBytes(reply);
        _received = received;
        _replier = new ZmqReplier([new ZmqEndpoint("127.0.0.1", port)], Answer);
        Endpoint = new ZmqEndpoint("127.0.0.1", _replier.Start()[0].Port);
    }

    public ZmqEndpoint Endpoint { get; }

    public int Count => Volatile.Read(ref _count);

    public IReadOnlyList<string> Nodes => [.. _texts.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What a node sent, in order: each message's text, and the length of its picture.</summary>
    public IReadOnlyList<string> Of(string node) => [.. _texts[node]];

    /// <summary>Waits for the next frame (not: event message) that nobody has waited for.</summary>
    public async Task FrameAsync() => (await _frames.WaitAsync(Patience.Limit)).ShouldBeTrue("no frame came");

    /// <summary>Whether there is a frame that nobody has waited for.</summary>
    public bool HasFrame => _frames.CurrentCount > 0;

    public void Dispose()
    {
        _replier.Dispose();
        _frames.Dispose();
    }

    private void Answer(ZmqRequest request)
    {
        var header = request.Message[0];
        var scratch = new byte[header.Length];
        if (request.Message.FrameCount != 2 || ImageZmqDecoder.Decode(header, request.Message[1], scratch, out var message) != ImageZmqError.None)
            throw new InvalidOperationException("The demo sent what is no message.");
        var text = Encoding.UTF8.GetString(message.Text);
        _texts.GetOrAdd(text.Split(' ', '|')[0], _ => []).Enqueue($"{text} {message.Payload.Length}");
        _received?.Invoke(Interlocked.Increment(ref _count));
        if (text.EndsWith("|jpg", StringComparison.Ordinal))
            _frames.Release();
        request.Reply(_reply);
    }
}
