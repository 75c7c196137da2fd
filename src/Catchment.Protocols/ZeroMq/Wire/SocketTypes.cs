namespace Catchment.Protocols.ZeroMq.Wire;

/// <summary>Names of the socket types on the wire, and which may talk to which (RFC 37, "The Socket-Type Property").</summary>
internal static class SocketTypes
{
    /// <summary>The name on the wire.</summary>
    public static string Name(ZmqSocketType type) => type switch
    {
        ZmqSocketType.Rep => "REP",
        ZmqSocketType.Router => "ROUTER",
        ZmqSocketType.Pub => "PUB",
        ZmqSocketType.Req => "REQ",
        ZmqSocketType.Dealer => "DEALER",
        ZmqSocketType.Sub => "SUB",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a socket type"),
    };

    /// <summary>Whether a peer of the type <paramref name="peer"/> may talk to us.</summary>
    public static bool MayTalk(ZmqSocketType ours, string peer) => ours switch
    {
        ZmqSocketType.Rep => peer is "REQ" or "DEALER",
        ZmqSocketType.Router => peer is "REQ" or "DEALER" or "ROUTER",
        ZmqSocketType.Pub => peer is "SUB" or "XSUB",
        ZmqSocketType.Req => peer is "REP" or "ROUTER",
        ZmqSocketType.Dealer => peer is "REP" or "DEALER" or "ROUTER",
        ZmqSocketType.Sub => peer is "PUB" or "XPUB",
        _ => false,
    };
}
