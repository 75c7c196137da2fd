using System.Collections.Concurrent;
using System.Net;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

/// <summary>Keeps what a socket tells its observer, for tests to wait for.</summary>
internal sealed class RecordingObserver : IZmqObserver
{
    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;

    private readonly BlockingCollection<ZmqCloseReason> _ended = [];
    private readonly BlockingCollection<ZmqRefusal> _refused = [];
    private readonly BlockingCollection<ZmqDiscard> _discarded = [];
    private int _received;
    private int _sent;
    private int _connected;

    public int Received => Volatile.Read(ref _received);

    public int Sent => Volatile.Read(ref _sent);

    public int ConnectedCount => Volatile.Read(ref _connected);

    public ZmqCloseReason NextEnd() => Next(_ended);

    public ZmqRefusal NextRefusal() => Next(_refused);

    public ZmqDiscard NextDiscard() => Next(_discarded);

    public void Connected(IPEndPoint peer) => Interlocked.Increment(ref _connected);

    public void Disconnected(IPEndPoint peer, ZmqCloseReason reason) => _ended.Add(reason);

    public void Refused(IPEndPoint peer, ZmqRefusal reason) => _refused.Add(reason);

    public void MessageReceived(long bytes) => Interlocked.Increment(ref _received);

    public void MessageSent(long bytes) => Interlocked.Increment(ref _sent);

    public void MessageDiscarded(IPEndPoint peer, ZmqDiscard reason) => _discarded.Add(reason);

    private static T Next<T>(BlockingCollection<T> events) =>
        events.TryTake(out var next, Patience) ? next : throw new TimeoutException($"no {typeof(T).Name} within {Patience.TotalSeconds} s");
}
