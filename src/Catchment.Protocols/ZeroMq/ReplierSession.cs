using System.Buffers;
using Catchment.Protocols.ZeroMq.Connections;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// Serves the requests of one peer in order (RFC 28, "The REP Socket Type"). What belongs to the request in flight is guarded by
/// the connection's sender, so that handler, budget and drain agree on who answers.
/// </summary>
internal sealed class ReplierSession : PeerSession
{
    /// <summary>Most octets in an envelope. Routing ids are at most 255 octets each; a larger one is no envelope.</summary>
    private const int MaxEnvelope = 16 * 1024;

    private readonly ReplierState _state;
    private byte[] _envelope = ArrayPool<byte>.Shared.Rent(64);
    private int _envelopeLength;
    private long _sequence;
    private long _arrivedAt;
    private bool _inFlight;
    private bool _answered;
    private bool _finished;
    private long _finishedAt;
    private long _idleSince;

    public ReplierSession(ZmqConnection connection, ReplierState state)
        : base(connection)
    {
        _state = state;
        _idleSince = state.Time.GetTimestamp();
    }

    /// <summary>Whether a request waits for its reply; for the drain at its deadline.</summary>
    public bool OwesReply => Volatile.Read(ref _inFlight) && !Volatile.Read(ref _answered);

    /// <summary>Whether no new request is expected within moments; for the pacing of the drain.</summary>
    public bool IsSettled(TimeSpan quiet) =>
        !Connection.IsReady || Volatile.Read(ref _finished) || Volatile.Read(ref _inFlight)
        || _state.Time.GetElapsedTime(Volatile.Read(ref _idleSince)) >= quiet;

    /// <summary>Whether that request was answered.</summary>
    public bool IsAnswered(long sequence)
    {
        Connection.Sender.Enter();
        try
        {
            return sequence != _sequence || _answered || !_inFlight;
        }
        finally
        {
            Connection.Sender.Exit();
        }
    }

    /// <summary>Answers that request, unless it has been answered or the peer is gone.</summary>
    public bool Reply(long sequence, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, bool hasSecond)
    {
        Connection.Sender.Enter();
        try
        {
            if (sequence != _sequence || !_inFlight || _answered) return false;
            return Send(first, second, hasSecond);
        }
        finally
        {
            Connection.Sender.Exit();
        }
    }

    /// <summary>
    /// Answers the request in flight with the budget reply if its time is over. Never waits: neither for a reply that is being
    /// sent, nor for a peer that does not read, which is closed.
    /// </summary>
    public void EnforceBudget(TimeSpan budget, ReadOnlySpan<byte> reply)
    {
        if (!Volatile.Read(ref _inFlight) || _state.Time.GetElapsedTime(Volatile.Read(ref _arrivedAt)) < budget) return;
        if (!Connection.Sender.TryEnter()) return;
        try
        {
            // The request may have changed since the look from outside.
            if (!_inFlight || _answered || _state.Time.GetElapsedTime(_arrivedAt) < budget) return;
            if (Connection.Sender.CanSendNow) Send(reply, [], hasSecond: false);
            else Connection.Close(ZmqCloseReason.Stalled, "the peer does not read its replies");
        }
        finally
        {
            Connection.Sender.Exit();
        }
    }

    /// <summary>
    /// One look of the drain: ends the connection if nothing is under way on it and nothing came within the quiet window, and
    /// cuts it a while after its end was announced, should the peer not close.
    /// </summary>
    public void Drain(long drainStart, TimeSpan quietWindow, TimeSpan afterFinish)
    {
        if (!Connection.IsReady)
        {
            Connection.CloseUnlessReady();
            return;
        }

        if (!Connection.Sender.TryEnter()) return;
        try
        {
            if (_finished)
            {
                if (_state.Time.GetElapsedTime(_finishedAt) >= afterFinish) Connection.Close(ZmqCloseReason.Stopped, "the peer did not close");
                return;
            }

            if (_inFlight || !NothingMoreCame()) return;
            var quietSince = Math.Max(drainStart, _idleSince);
            if (_state.Time.GetElapsedTime(quietSince) >= quietWindow) Finish();
        }
        catch (ObjectDisposedException)
        {
            // The connection ended by itself between two looks; its thread is about to leave.
        }
        finally
        {
            Connection.Sender.Exit();
        }
    }

    /// <inheritdoc/>
    protected override void Serve()
    {
        while (Connection.Receive())
        {
            var frames = ReadEnvelope(Connection.Message);
            if (frames == 0)
            {
                _state.Options.Observer?.MessageDiscarded(Connection.Peer, ZmqDiscard.MalformedEnvelope);
                continue;
            }

            Connection.Message.SkipFrames(frames);
            if (Begin(out var request)) Handle(request);
        }
    }

    /// <inheritdoc/>
    protected override void Ended()
    {
        Connection.Sender.Enter();
        try
        {
            _sequence++;
            _inFlight = false;
            ArrayPool<byte>.Shared.Return(_envelope);
            _envelope = [];
        }
        finally
        {
            Connection.Sender.Exit();
        }
    }

    /// <summary>Makes the request the one in flight.</summary>
    /// <returns>False when the connection's end was announced already: nothing can be answered any more.</returns>
    private bool Begin(out ZmqRequest request)
    {
        request = default;
        Connection.Sender.Enter();
        try
        {
            if (_finished)
            {
                _state.CountUnanswerable();
                _state.Options.Observer?.MessageDiscarded(Connection.Peer, ZmqDiscard.Unanswerable);
                return false;
            }

            _arrivedAt = _state.Time.GetTimestamp();
            _answered = false;
            _inFlight = true;
            request = new ZmqRequest(this, ++_sequence);
            return true;
        }
        finally
        {
            Connection.Sender.Exit();
        }
    }

    private void Handle(ZmqRequest request)
    {
        try
        {
            _state.Handler(request);
            if (request.Reply(_state.Options.FaultReply.Span)) ReplierLog.Unanswered(_state.Options.Logger, Connection.Peer);
        }
        catch (Exception e)
        {
            // The handler's fault is the owner's to mend; the peer gets an answer all the same, or it would wait for ever.
            ReplierLog.HandlerFailed(_state.Options.Logger, e, Connection.Peer);
            request.Reply(_state.Options.FaultReply.Span);
        }

        Connection.Sender.Enter();
        _inFlight = false;
        _idleSince = _state.Time.GetTimestamp();
        Connection.Sender.Exit();
    }

    /// <summary>Sends a reply behind the request's envelope. The caller has the sender.</summary>
    private bool Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, bool hasSecond)
    {
        _answered = true;

        // When stopping, the last reply and the end of the connection leave in one segment: libzmq then keeps its next request
        // for the next connection. A peer that has sent more already is answered to the end first.
        var isLast = _state.IsDraining && NothingMoreCame();
        if (isLast)
        {
            _state.Pacer.WaitForTurn(Connection.Peer.Address, LongestPacing());
            isLast = NothingMoreCame();
        }

        var sender = Connection.Sender;
        if (isLast) sender.HoldForFinish();
        sender.AppendRaw(_envelope.AsSpan(0, _envelopeLength));
        sender.AppendFrame(first, more: hasSecond);
        if (hasSecond) sender.AppendFrame(second, more: false);
        var sent = sender.EndMessage();
        if (_state.IsDraining && sent) _state.CountAnswered();
        if (isLast) Finish();
        return sent;
    }

    /// <summary>The budget holds for the last reply, too.</summary>
    private TimeSpan LongestPacing()
    {
        if (_state.Options.ReplyBudget == Timeout.InfiniteTimeSpan) return DrainPacer.Longest;
        var left = _state.Options.ReplyBudget - _state.Time.GetElapsedTime(_arrivedAt);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < DrainPacer.Longest ? left : DrainPacer.Longest;
    }

    private bool NothingMoreCame() => !Connection.HasFetched && !Connection.HasArrived;

    private void Finish()
    {
        _finished = true;
        _finishedAt = _state.Time.GetTimestamp();
        Connection.Sender.Finish();
    }

    /// <summary>Copies the envelope, up to and including the empty delimiter, as the frames that a reply begins with.</summary>
    /// <returns>Frames of the envelope; 0 when there is none.</returns>
    private int ReadEnvelope(ZmqMessage message)
    {
        _envelopeLength = 0;
        for (var i = 0; i < message.FrameCount - 1; i++)
        {
            var frame = message[i];
            var size = FrameHeader.SizeFor(frame.Length) + frame.Length;
            if (_envelopeLength + size > MaxEnvelope) return 0;
            GrowEnvelope(_envelopeLength + size);
            _envelopeLength += FrameHeader.WriteMessage(_envelope.AsSpan(_envelopeLength), frame.Length, more: true);
            frame.CopyTo(_envelope.AsSpan(_envelopeLength));
            _envelopeLength += frame.Length;
            if (frame.IsEmpty) return i + 1;
        }

        return 0;
    }

    private void GrowEnvelope(int size)
    {
        if (size <= _envelope.Length) return;
        var grown = ArrayPool<byte>.Shared.Rent(size);
        _envelope.AsSpan(0, _envelopeLength).CopyTo(grown);
        ArrayPool<byte>.Shared.Return(_envelope);
        _envelope = grown;
    }
}
