using System.Net;
using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// Ends the connections of a <see cref="ZmqReplier"/> without leaving a requester behind that waits for ever: libzmq takes a
/// request for sent once TCP has it, and never sends it again. So requests in flight are answered, and connections are ended only
/// where nothing is under way.
/// </summary>
internal sealed class ReplierDrain(ConnectionListener<ReplierSession> listener, ReplierState state)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// How long a connection is still read after its end was announced. Closing it earlier, with something unread, would make TCP
    /// reset it and destroy the reply that the peer has not fetched.
    /// </summary>
    private static readonly TimeSpan AfterFinish = TimeSpan.FromSeconds(1);

    private readonly HashSet<IPAddress> _unsettled = [];

    /// <summary>Drains; returns when all connections have ended, at the deadline at the latest.</summary>
    public ZmqDrainResult Run(TimeSpan deadline)
    {
        var start = state.Time.GetTimestamp();
        state.BeginDrain();
        listener.StopAccepting();
        var sessions = new List<ReplierSession>();
        while (state.Time.GetElapsedTime(start) < deadline)
        {
            listener.CopySessions(sessions);
            if (sessions.Count == 0) break;
            Settle(sessions);
            foreach (var session in sessions) session.Drain(start, state.Options.DrainQuietWindow, AfterFinish);
            listener.WaitForEnd(Interval);
        }

        return new ZmqDrainResult(state.Answered, state.Unanswerable, Abort(sessions));
    }

    /// <summary>Tells the pacer the addresses of which no connection is just about to send its next request.</summary>
    private void Settle(List<ReplierSession> sessions)
    {
        _unsettled.Clear();
        foreach (var session in sessions)
            if (!session.IsSettled(state.Options.DrainQuietWindow / 2)) _unsettled.Add(session.Connection.Peer.Address);
        foreach (var session in sessions)
            if (!_unsettled.Contains(session.Connection.Peer.Address)) state.Pacer.Settle(session.Connection.Peer.Address);
    }

    private int Abort(List<ReplierSession> sessions)
    {
        listener.CopySessions(sessions);
        foreach (var session in sessions) session.Connection.Close(ZmqCloseReason.Stopped, "the time to stop was over");
        return sessions.Count(session => session.OwesReply || session.Connection.HasFetched);
    }
}
