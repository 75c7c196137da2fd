using System.Collections.Concurrent;
using System.Net;
using Catchment.Protocols.OpcUa;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>Who is connected to the OPC UA server, and what each has asked. Counting takes no lock.</summary>
/// <param name="time">The clock.</param>
internal sealed class OpcUaClientTable(TimeProvider time)
{
    private readonly ConcurrentDictionary<IPEndPoint, Connection> _connections = new();
    private readonly ConcurrentDictionary<NodeId, Session> _sessions = new();

    public int Connections => _connections.Count;

    public int Sessions => _sessions.Count;

    public void Connected(IPEndPoint peer) => _connections[peer] = new Connection(peer, Now());

    public void Disconnected(IPEndPoint peer)
    {
        if (_connections.TryRemove(peer, out var connection))
            connection.IsGone = true;
    }

    public void Opened(IPEndPoint peer, string security)
    {
        if (_connections.TryGetValue(peer, out var connection))
            connection.Security = security;
    }

    public void Activated(IPEndPoint peer, NodeId session, string name, string application, string? user) =>
        _sessions[session] = new Session(_connections.TryGetValue(peer, out var connection) ? connection : new Connection(peer, Now()) { IsGone = true }, name, application, user);

    public void Closed(NodeId session) => _sessions.TryRemove(session, out _);

    public void Answered(IPEndPoint peer, StatusCode status)
    {
        if (!_connections.TryGetValue(peer, out var connection))
            return;
        Interlocked.Increment(ref connection.Requests);
        if (!status.IsBad)
            return;
        Interlocked.Increment(ref connection.Refused);
        Volatile.Write(ref connection.LastError, status.Value);
    }

    /// <summary>All clients, the eldest connection first.</summary>
    /// <param name="watched">The subscriptions and monitored items of a session.</param>
    public IReadOnlyList<OpcUaClient> List(Func<NodeId, (int Subscriptions, int Items)> watched)
    {
        List<OpcUaClient> clients = [];
        HashSet<Connection> seen = [];
        foreach (var (id, session) in _sessions)
        {
            seen.Add(session.Connection);
            var (subscriptions, items) = watched(id);
            clients.Add(Show(session.Connection) with
            {
                Session = session.Name,
                Application = session.Application,
                User = session.User,
                Subscriptions = subscriptions,
                MonitoredItems = items,
            });
        }

        clients.AddRange(_connections.Values.Where(connection => !seen.Contains(connection)).Select(Show));
        return [.. clients.OrderBy(static client => client.Since).ThenBy(static client => client.Address, StringComparer.Ordinal)];
    }

    private static OpcUaClient Show(Connection connection) => new(connection.Peer.ToString(), !connection.IsGone, connection.Since)
    {
        Security = connection.Security,
        Requests = Volatile.Read(ref connection.Requests),
        Refused = Volatile.Read(ref connection.Refused),
        LastError = Volatile.Read(ref connection.LastError) is var error and not 0 ? new StatusCode(error).ToString() : null,
    };

    private double Now() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private sealed record Session(Connection Connection, string Name, string Application, string? User);

    private sealed class Connection(IPEndPoint peer, double since)
    {
        public long Requests;
        public long Refused;
        public uint LastError;

        public IPEndPoint Peer { get; } = peer;

        public double Since { get; } = since;

        public volatile string? Security;

        public volatile bool IsGone;
    }
}
