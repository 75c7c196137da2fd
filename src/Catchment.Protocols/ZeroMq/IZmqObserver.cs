using System.Net;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// Is told what happens on a socket so that its owner can count. Every member is called on the threads that move messages:
/// it must be cheap, must be thread-safe and must not throw. Members that are not implemented do nothing.
/// </summary>
public interface IZmqObserver
{
    /// <summary>A TCP connection was made or accepted; its handshake comes next. Always followed by <see cref="Disconnected"/>.</summary>
    /// <param name="peer">The other end.</param>
    void Connected(IPEndPoint peer)
    {
    }

    /// <summary>A connection that was told to <see cref="Connected"/> ended.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="reason">Why.</param>
    void Disconnected(IPEndPoint peer, ZmqCloseReason reason)
    {
    }

    /// <summary>A TCP connection was closed before the greeting; <see cref="Connected"/> was not called for it.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="reason">Why.</param>
    void Refused(IPEndPoint peer, ZmqRefusal reason)
    {
    }

    /// <summary>A complete message arrived.</summary>
    /// <param name="bytes">The bytes of all its frames, envelope included, headers not.</param>
    void MessageReceived(long bytes)
    {
    }

    /// <summary>A complete message was handed to the network.</summary>
    /// <param name="bytes">The bytes of all its frames, envelope and headers included.</param>
    void MessageSent(long bytes)
    {
    }

    /// <summary>A complete message was thrown away.</summary>
    /// <param name="peer">The peer it came from or was meant for.</param>
    /// <param name="reason">Why.</param>
    void MessageDiscarded(IPEndPoint peer, ZmqDiscard reason)
    {
    }
}
