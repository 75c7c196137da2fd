using System.Net.Sockets;
using Catchment.Protocols.Iec104.Asdus;
using Catchment.Protocols.Iec104.Links;
using Catchment.Protocols.Iec104.Server.Events;

namespace Catchment.Protocols.Iec104.Server.Connections;

/// <summary>One master's connection: answers its requests, and sends what waits for its group.</summary>
internal sealed partial class ServedConnection : LinkConnection
{
    /// <summary>With so many answers waiting, the master's requests are acknowledged no more, so that it stops at its k.</summary>
    private const int ManyReplies = 128;

    /// <summary>A master that goes on nevertheless is closed with so many.</summary>
    private const int MaxReplies = 4_096;
    private const int MaxPrepared = 8;
    private const int Room = Apci.MaxApduOctets;

    private readonly ServerHost _host;
    private readonly EventGroup _group;
    private readonly Action<ServedConnection> _left;
    private readonly Queue<byte[]> _replies = [];
    private readonly Queue<Scan> _scans = [];
    private readonly byte[] _prepared = new byte[MaxPrepared * Room];
    private readonly int[] _preparedOctets = new int[MaxPrepared];
    private readonly int[] _flight;
    private int _firstPrepared;
    private int _preparedCount;
    private bool _isEventsTurn;
    private int _firstFlight;
    private int _flightCount;
    private int _stops;
    private int _executions;
    private ServedConnection? _displaced;
    private long _sentEvents;
    private long _commands;
    private long _interrogations;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="host">What connections share.</param>
    /// <param name="group">Whose events it sends.</param>
    /// <param name="left">Is told when it is over.</param>
    public ServedConnection(Socket socket, ServerHost host, EventGroup group, Action<ServedConnection> left)
        : base(socket, group.Gate, host.Options.Parameters, host.Options.Time, isControlling: false)
    {
        (_host, _group, _left) = (host, group, left);
        _flight = new int[host.Options.Parameters.K];
    }

    /// <summary>Whose events it sends.</summary>
    public EventGroup Group => _group;

    /// <summary>How it is.</summary>
    public Iec104ConnectionStatus Status
    {
        get
        {
            lock (Gate)
                return new Iec104ConnectionStatus(Peer, _group.Name, Link.IsStarted, ReceivedApdus, SentApdus, _sentEvents, _commands, _interrogations, _group.Buffer.Count, _group.Buffer.Lost);
        }
    }

    /// <inheritdoc/>
    protected override bool HoldsAcknowledgement => _replies.Count + _scans.Count > ManyReplies;

    /// <inheritdoc/>
    protected override bool HasWaiting => Link.IsStarted && (_replies.Count > 0 || _scans.Count > 0 || _preparedCount > 0);

    private AsduFormat Format => _host.Options.Format;

    private IIec104ServerObserver? Observer => _host.Options.Observer;

    /// <inheritdoc/>
    protected override void Notice(LinkEvent what, int acknowledged)
    {
        Acknowledge(acknowledged);
        if (what == LinkEvent.Started)
            Activate();
        else if (what == LinkEvent.Stopped)
            Forget();
    }

    /// <inheritdoc/>
    protected override void Told(LinkEvent what)
    {
        if (what == LinkEvent.Started)
        {
            if (_displaced is { } displaced)
            {
                _displaced = null;
                _host.Selections.Drop(displaced);
                Observer?.Stopped(displaced.Peer);
            }

            Observer?.Started(Peer);
        }
        else if (what == LinkEvent.Stopped)
        {
            _host.Selections.Drop(this);
            Observer?.Stopped(Peer);
        }
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        while (true)
        {
            Scan? scan;
            int slot, stops;
            lock (Gate)
            {
                if (!Link.IsStarted || !_scans.TryPeek(out scan) || _preparedCount >= Math.Clamp(Link.Window / 2, 1, MaxPrepared))
                    return;

                // A window of one frame would otherwise belong to the answer to its end.
                if (_isEventsTurn && _preparedCount == 0 && _group.Active == this && _group.Buffer.HasNext)
                    return;
                (slot, stops) = ((_firstPrepared + _preparedCount) % MaxPrepared, _stops);
            }

            // What is written here is sent before any change that is put from now on: nothing older comes after something newer.
            var octets = scan.Write(_prepared.AsSpan(slot * Room, Room));
            lock (Gate)
            {
                if (stops != _stops || !_scans.TryPeek(out var first) || first != scan)
                    continue;
                _preparedOctets[slot] = octets;
                if (octets == 0)
                    _scans.Dequeue();
                else
                    _preparedCount++;
            }
        }
    }

    /// <inheritdoc/>
    protected override int Next(Span<byte> asdu)
    {
        var (octets, events) = (0, 0);
        if (_replies.TryDequeue(out var reply))
        {
            reply.CopyTo(asdu);
            octets = reply.Length;
        }
        else if (_preparedCount > 0)
        {
            octets = _preparedOctets[_firstPrepared];
            _prepared.AsSpan(_firstPrepared * Room, octets).CopyTo(asdu);
            _firstPrepared = (_firstPrepared + 1) % MaxPrepared;
            _preparedCount--;
            _isEventsTurn = true;
        }
        else
        {
            (octets, events) = NextEvents(asdu);
            if (_isEventsTurn)
            {
                _isEventsTurn = false;
                Wake(); // what is asked for was not prepared meanwhile
            }
        }

        if (octets > 0)
            _flight[(_firstFlight + _flightCount++) % _flight.Length] = events;
        return octets;
    }

    /// <inheritdoc/>
    protected override void Leave()
    {
        lock (Gate)
        {
            Forget();
            if (_group.Active == this)
            {
                _group.Active = null;
                _group.Buffer.Requeue();
            }
        }

        _host.Selections.Drop(this);
        _left(this);
    }

    private (int Octets, int Events) NextEvents(Span<byte> asdu)
    {
        if (_group.Active != this)
            return default;
        var buffer = _group.Buffer;
        if (buffer.TryTakeLossy(out var station))
        {
            // The master knows by it that it has to interrogate.
            var end = new AsduWriter(asdu, AsduHeader.Of(TypeId.M_EI_NA_1, CauseOfTransmission.Initialized, station), Format);
            end.TryAdd(new InformationObject { Qualifier = Iec104Server.EventsLostCause });
            return (end.Length, 0);
        }

        if (!buffer.TryPeek(out var first))
            return default;
        var writer = new AsduWriter(asdu, AsduHeader.Of(first.Type, first.Cause, first.CommonAddress), Format);
        for (var next = first; next.Type == first.Type && next.Cause == first.Cause && next.CommonAddress == first.CommonAddress && writer.TryAdd(next.Information);)
        {
            buffer.Take();
            if (!buffer.TryPeek(out next))
                break;
        }

        _sentEvents += writer.Count;
        return (writer.Length, writer.Count);
    }

    private void Acknowledge(int frames)
    {
        if (frames == 0)
            return;
        var events = 0;
        for (var i = 0; i < frames; i++)
            events += _flight[(_firstFlight + i) % _flight.Length];
        _firstFlight = (_firstFlight + frames) % _flight.Length;
        _flightCount -= frames;
        if (_group.Active == this)
            _group.Buffer.Acknowledge(events);
        Wake();
    }

    private void Activate()
    {
        Wake();
        if (_group.Active == this)
            return;
        if (_group.Active is { } other)
        {
            other.Link.Deactivate();
            other.Forget();
            _displaced = other;
        }

        // What the other had sent without an acknowledgement waits again; what is acknowledged to it later counts no more.
        _group.Buffer.Requeue();
        Array.Clear(_flight);
        _group.Active = this;
        _group.IsCollecting = true;
    }

    /// <summary>Nothing that was asked for is answered any more.</summary>
    private void Forget()
    {
        _stops++;
        _replies.Clear();
        _scans.Clear();
        _preparedCount = 0;
    }
}
