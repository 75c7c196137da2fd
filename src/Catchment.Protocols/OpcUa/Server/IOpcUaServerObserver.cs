using System.Net;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>
/// Is told what happens at a server so that its owner can count and show it. Members are called on the threads that serve: they must be
/// cheap, thread-safe and must not throw. Members that are not implemented do nothing.
/// </summary>
public interface IOpcUaServerObserver
{
    /// <summary>A client is connected; <see cref="Disconnected"/> follows always.</summary>
    /// <param name="peer">The other end.</param>
    void Connected(IPEndPoint peer)
    {
    }

    /// <summary>A client that was told to <see cref="Connected"/> is gone.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="reason">Why.</param>
    /// <param name="status">What it was told; Good when it was told nothing.</param>
    void Disconnected(IPEndPoint peer, OpcUaCloseReason reason, StatusCode status)
    {
    }

    /// <summary>A client was turned away because there are as many as there may be, all with a session.</summary>
    /// <param name="peer">The other end.</param>
    void Refused(IPEndPoint peer)
    {
    }

    /// <summary>A client has opened a secure channel.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="policy">Its policy.</param>
    /// <param name="mode">Its mode.</param>
    void ChannelOpened(IPEndPoint peer, SecurityPolicy policy, MessageSecurityMode mode)
    {
    }

    /// <summary>A session was activated: at first, by another user, or through another channel.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="session">The session's public id.</param>
    /// <param name="name">As the client calls the session.</param>
    /// <param name="application">The client's application URI, as it says.</param>
    /// <param name="user">Who it acts for.</param>
    void SessionActivated(IPEndPoint peer, NodeId session, string name, string application, OpcUaUser user)
    {
    }

    /// <summary>A session that was told to <see cref="SessionActivated"/> is over.</summary>
    /// <param name="session">The session's public id.</param>
    /// <param name="status">Good: the client closed it; BadTimeout, BadSessionClosed otherwise.</param>
    void SessionClosed(NodeId session, StatusCode status)
    {
    }

    /// <summary>A user was not let in.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="userName">As the client sent it.</param>
    void UserRejected(IPEndPoint peer, string userName)
    {
    }

    /// <summary>A request was answered.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="service">The number of the request's encoding in namespace 0; 0: it could not be read.</param>
    /// <param name="status">How the call as a whole went.</param>
    void Answered(IPEndPoint peer, uint service, StatusCode status)
    {
    }

    /// <summary>No client can be accepted for now; told once, until <see cref="AcceptsAgain"/>.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="reason">Why, for people.</param>
    void CannotAccept(IPEndPoint endpoint, string reason)
    {
    }

    /// <summary>Clients are accepted again.</summary>
    /// <param name="endpoint">Where.</param>
    void AcceptsAgain(IPEndPoint endpoint)
    {
    }
}
