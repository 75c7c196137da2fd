using System.Net;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

/// <summary>A replier on a free loopback port, with an observer.</summary>
internal sealed class ReplierUnderTest : IDisposable
{
    public ReplierUnderTest(ZmqRequestHandler? handler = null, ZmqReplierOptions? options = null)
    {
        Replier = new ZmqReplier(
            [new ZmqEndpoint("127.0.0.1", 0)],
            handler ?? (request => request.Reply("OK"u8)),
            (options ?? new ZmqReplierOptions()) with { Observer = Observer });
        EndPoint = Replier.Start()[0];
    }

    public RecordingObserver Observer { get; } = new();

    public ZmqReplier Replier { get; }

    public IPEndPoint EndPoint { get; }

    public RawPeer NewRequester(byte minor = 1) => RawPeer.Handshake(EndPoint, "REQ", minor);

    /// <summary>Demands that a fresh peer is served.</summary>
    public void ShouldServe()
    {
        using var peer = NewRequester();
        peer.Send(RawPeer.Request([1]));
        peer.ReadMessage().Count.ShouldBe(2);
    }

    public void Dispose() => Replier.Dispose();
}
