using System.Security.Cryptography;
using Catchment.Protocols.OpcUa.Server.Connections;

namespace Catchment.Protocols.OpcUa.Server.Sessions;

/// <summary>The sessions of a server by their secret names, and their ends. Source: OPC 10000-4, 5.6.</summary>
/// <param name="options">How many there may be, and for how long.</param>
internal sealed class SessionTable(OpcUaServerOptions options)
{
    private const int TokenLength = 32;
    private const int MaxInactive = 10;

    private static readonly TimeSpan ActivationTimeout = TimeSpan.FromSeconds(60);

    private readonly Dictionary<NodeId, ServerSession> _sessions = [];

    /// <summary>Is told of each session that is over, and whether its subscriptions go with it.</summary>
    public Action<ServerSession, bool> Closed { get; set; } = static (_, _) => { };

    /// <summary>Guards the sessions and their bindings.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Sessions now.</summary>
    public int Count
    {
        get
        {
            lock (Gate)
                return _sessions.Count;
        }
    }

    /// <summary>All sessions that are active.</summary>
    public IReadOnlyList<ServerSession> Active
    {
        get
        {
            lock (Gate)
                return [.. _sessions.Values.Where(static s => s.Binding!.IsActive)];
        }
    }

    /// <summary>A secret that nobody guesses.</summary>
    public static NodeId NewToken() => new(RandomNumberGenerator.GetBytes(TokenLength), 0);

    /// <summary>Takes a new session in.</summary>
    /// <exception cref="OpcUaException">BadTooManySessions.</exception>
    public void Add(ServerSession session)
    {
        ServerSession? displaced = null;
        lock (Gate)
        {
            var connection = session.Binding!.Connection;
            if (_sessions.Values.Count(s => s.Binding!.Connection == connection && !s.Binding.IsActive) >= MaxInactive)
                throw new OpcUaException(StatusCodes.BadTooManySessions);
            if (_sessions.Count >= options.MaxSessions)
            {
                // Who has not come back to activate his session makes room for who may.
                displaced = _sessions.Values.Where(static s => !s.Binding!.IsActive && !s.Binding.IsActivating).MinBy(static s => s.Binding!.LastUsed)
                    ?? throw new OpcUaException(StatusCodes.BadTooManySessions);
                Remove(displaced);
            }

            session.Binding.LastUsed = options.Time.GetTimestamp();
            _sessions.Add(session.Binding.Token, session);
        }

        if (displaced is not null)
            Closed(displaced, true);
    }

    /// <summary>The session that a request names.</summary>
    /// <exception cref="OpcUaException">BadSessionIdInvalid: there is none.</exception>
    public ServerSession Find(NodeId token)
    {
        lock (Gate)
            return _sessions.TryGetValue(token, out var session) ? session : throw new OpcUaException(StatusCodes.BadSessionIdInvalid);
    }

    /// <summary>The active session that a request names, if it comes through its connection.</summary>
    /// <exception cref="OpcUaException">
    /// BadSessionIdInvalid; BadSecureChannelIdInvalid: it came through another channel; BadSessionNotActivated: it is closed for that.
    /// </exception>
    public ServerSession Use(NodeId token, ServerConnection connection)
    {
        ServerSession? session;
        lock (Gate)
        {
            if (!_sessions.TryGetValue(token, out session))
                throw new OpcUaException(StatusCodes.BadSessionIdInvalid);
            var binding = session.Binding!;
            if (binding.Connection != connection)
                throw new OpcUaException(StatusCodes.BadSecureChannelIdInvalid);
            binding.LastUsed = options.Time.GetTimestamp();
            if (binding.IsActive)
                return session;
            Remove(session);
        }

        Closed(session, true);
        throw new OpcUaException(StatusCodes.BadSessionNotActivated);
    }

    /// <summary>Ends a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="deleteSubscriptions">Whether its subscriptions go with it.</param>
    /// <param name="status">Why, for the observer.</param>
    public void Close(ServerSession session, bool deleteSubscriptions, StatusCode status)
    {
        bool wasActive;
        lock (Gate)
        {
            if (session.Binding!.IsClosed)
                return;
            wasActive = session.Binding.IsActive;
            Remove(session);
        }

        Closed(session, deleteSubscriptions);
        session.Binding.Connection?.Pending.Cancel(session);
        if (wasActive)
            options.Observer?.SessionClosed(session.Id, status);
    }

    /// <summary>A connection is over: its sessions wait for another, those that were never active go.</summary>
    public void Lose(ServerConnection connection)
    {
        List<ServerSession> gone = [];
        lock (Gate)
        {
            foreach (var session in _sessions.Values.Where(s => s.Binding!.Connection == connection).ToArray())
            {
                session.Binding!.Connection = null;
                if (session.Binding.IsActive || session.Binding.IsActivating)
                    continue;
                Remove(session);
                gone.Add(session);
            }
        }

        gone.ForEach(s => Closed(s, true));
    }

    /// <summary>Closes the sessions whose time is over. Their subscriptions go on until their own lifetime is over, or another session takes them.</summary>
    public void Look()
    {
        List<ServerSession> late;
        lock (Gate)
            late = [.. _sessions.Values.Where(IsLate)];
        late.ForEach(s => Close(s, deleteSubscriptions: false, StatusCodes.BadTimeout));
    }

    /// <summary>Closes all.</summary>
    public void CloseAll()
    {
        List<ServerSession> all;
        lock (Gate)
            all = [.. _sessions.Values];
        all.ForEach(s => Close(s, deleteSubscriptions: true, StatusCodes.BadShutdown));
    }

    private bool IsLate(ServerSession session)
    {
        var binding = session.Binding!;
        var timeout = binding.IsActive || binding.Timeout < ActivationTimeout ? binding.Timeout : ActivationTimeout;
        return options.Time.GetElapsedTime(binding.LastUsed) > timeout;
    }

    private void Remove(ServerSession session)
    {
        var binding = session.Binding!;
        _sessions.Remove(binding.Token);
        binding.IsClosed = true;
        if (binding.IsActive)
            binding.Connection?.CountSession(-1);
        binding.IsActive = false;
    }
}
