using System.Net;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// A request that a <see cref="ZmqReplier"/> hands to its handler. A value that costs no allocation and knows which request it
/// stands for: a <see cref="Reply(ReadOnlySpan{byte})"/> that comes too late, even after the connection has gone on to the next
/// request, does nothing.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ZmqRequest
{
    private readonly ReplierSession _session;
    private readonly long _sequence;

    internal ZmqRequest(ReplierSession session, long sequence)
    {
        _session = session;
        _sequence = sequence;
    }

    /// <summary>The frames behind the envelope. Lent: valid until the handler returns, except what is detached.</summary>
    public ZmqMessage Message => _session.Connection.Message;

    /// <summary>Who asks.</summary>
    public IPEndPoint Peer => _session.Connection.Peer;

    /// <summary>Whether a reply was sent, be it by the handler or in its place when the budget was used up.</summary>
    public bool IsAnswered => _session.IsAnswered(_sequence);

    /// <summary>Sends the reply, of one frame. From any thread, once.</summary>
    /// <param name="frame">The frame; copied or sent before the call returns.</param>
    /// <returns>False when the request was answered already or the peer is gone.</returns>
    public bool Reply(ReadOnlySpan<byte> frame) => _session.Reply(_sequence, frame, [], hasSecond: false);

    /// <summary>Sends the reply, of two frames. From any thread, once.</summary>
    /// <param name="first">The first frame.</param>
    /// <param name="second">The second frame.</param>
    /// <returns>False when the request was answered already or the peer is gone.</returns>
    public bool Reply(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => _session.Reply(_sequence, first, second, hasSecond: true);
}
