namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>Decides, from how long a peer has been silent, what to do about it (RFC 37, "Connection Heartbeating").</summary>
internal sealed class Heartbeat
{
    private readonly TimeSpan _interval;
    private readonly TimeSpan _timeout;
    private bool _peerKnowsPing;
    private TimeSpan _timeToLive;
    private TimeSpan _nextPing;
    private int _pingsUnanswered;

    public Heartbeat(TimeSpan interval, TimeSpan timeout)
    {
        _interval = interval;
        _timeout = timeout;
        _nextPing = interval;
    }

    /// <summary>What to do now.</summary>
    internal enum Verdict
    {
        /// <summary>Wait on.</summary>
        Wait,

        /// <summary>Send a PING.</summary>
        Ping,

        /// <summary>Close the connection.</summary>
        Dead,
    }

    /// <summary>Notes the version in the peer's greeting: PING exists from ZMTP 3.1 on.</summary>
    public void PeerSpeaks(int minor) => _peerKnowsPing |= minor >= 1;

    /// <summary>Notes a PING or PONG of the peer: it knows heartbeats, whatever version it announced (libzmq 4.2).</summary>
    public void PeerSentHeartbeat() => _peerKnowsPing = true;

    /// <summary>Notes the TTL of a PING: from now on silence of that length means that the peer is dead. Zero changes nothing.</summary>
    public void PeerPromised(TimeSpan timeToLive)
    {
        if (timeToLive > TimeSpan.Zero) _timeToLive = timeToLive;
    }

    /// <summary>Notes any byte of the peer: every byte is a sign of life.</summary>
    public void Heard()
    {
        _nextPing = _interval;
        _pingsUnanswered = 0;
    }

    /// <summary>What to do after a silence of this length.</summary>
    /// <param name="silence">Time since the last byte, or since this side began to listen again, whichever is shorter.</param>
    public Verdict Judge(TimeSpan silence)
    {
        if (_timeToLive > TimeSpan.Zero && silence >= _timeToLive) return Verdict.Dead;
        if (_interval == Timeout.InfiniteTimeSpan || !_peerKnowsPing) return Verdict.Wait;
        if (_pingsUnanswered > 0 && silence >= _timeout) return Verdict.Dead;
        if (silence < _nextPing) return Verdict.Wait;
        _nextPing = silence + _interval;
        _pingsUnanswered++;
        return Verdict.Ping;
    }
}
