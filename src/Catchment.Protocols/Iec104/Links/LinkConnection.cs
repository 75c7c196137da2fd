using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.Iec104.Links;

/// <summary>
/// One connection of either end: moves bytes between its socket and its link state. One thread at a time receives, and one sends; what is
/// asked of the owner's own code is asked on these, outside of the lock.
/// </summary>
internal abstract partial class LinkConnection : IThreadPoolWorkItem, IDisposable
{
    /// <summary>With so many U frames waiting, no more is received until they are sent.</summary>
    private const int HighWater = LinkState.MaxControlFrames / 4 * Apci.Octets;
    private const int OutputOctets = 16 * Apci.MaxApduOctets;

    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly Iec104Parameters _parameters;
    private readonly ApduBuffer _received = new();
    private readonly byte[] _output = GC.AllocateUninitializedArray<byte>(OutputOctets);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _room;
    private long _partialSince;
    private long _sendingSince;
    private int _reason = -1;
    private bool _isSending;
    private bool _isWoken;
    private bool _isFinishing;
    private bool _isDisposed;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="gate">Guards the link and what is sent; several connections may share one.</param>
    /// <param name="parameters">Windows and times.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isControlling">Whether this is the controlling station's end.</param>
    protected LinkConnection(Socket socket, Lock gate, Iec104Parameters parameters, TimeProvider time, bool isControlling)
    {
        (_socket, Gate, _parameters, _time) = (socket, gate, parameters, time);
        Peer = (IPEndPoint)socket.RemoteEndPoint!;
        Link = new LinkState(parameters, time, isControlling);
        socket.NoDelay = true;
    }

    /// <summary>The other end.</summary>
    public IPEndPoint Peer { get; }

    /// <summary>Why it ended.</summary>
    public Iec104CloseReason Reason => Volatile.Read(ref _reason) is var reason and >= 0 ? (Iec104CloseReason)reason : Iec104CloseReason.Peer;

    /// <summary>Why it ended, for people.</summary>
    public string Explanation { get; private set; } = "The peer closed the connection.";

    /// <summary>Ends when the connection is over and all is told.</summary>
    public Task Ended => _ended.Task;

    /// <summary>APDUs received.</summary>
    public long ReceivedApdus { get; private set; }

    /// <summary>APDUs sent.</summary>
    public long SentApdus { get; private set; }

    /// <summary>Whether data transfer is started; as it was a moment ago.</summary>
    public bool IsStarted => Link.IsStarted;

    /// <summary>Guards the members below.</summary>
    protected Lock Gate { get; }

    /// <summary>The state; under <see cref="Gate"/>.</summary>
    protected LinkState Link { get; }

    /// <summary>Whether an acknowledgement is kept back so that the peer sends no more; under <see cref="Gate"/>.</summary>
    protected virtual bool HoldsAcknowledgement => false;

    /// <summary>Whether there is something that waits for the peer's acknowledgement to be sent; under <see cref="Gate"/>.</summary>
    protected virtual bool HasWaiting => false;

    /// <summary>Receives and sends until the end.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _socket.ReceiveAsync(_received.Room) is var bytes and > 0)
            {
                _received.Received(bytes);
                TakeAll();
                Volatile.Write(ref _partialSince, _received.HasPart ? _time.GetTimestamp() : 0);
                await RoomAsync();
            }
        }
        catch (Iec104Exception e)
        {
            Close(e.Fault == Iec104Fault.Malformed ? Iec104CloseReason.Malformed : Iec104CloseReason.Protocol, e.Message);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is over; whoever ended it has said why.
        }
        finally
        {
            Dispose();
            Leave();
            _ended.TrySetResult();
        }
    }

    /// <summary>Ends the connection at once.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="explanation">Why, for people.</param>
    public void Close(Iec104CloseReason reason, string explanation)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, -1) < 0)
            Explanation = explanation;
        Dispose();
    }

    /// <summary>Ends the connection as soon as nothing that can be sent waits.</summary>
    public void Finish()
    {
        lock (Gate)
        {
            _isFinishing = true;
            Wake();
        }
    }

    /// <summary>Looks at the times.</summary>
    public void Look()
    {
        string? late;
        lock (Gate)
        {
            if (_isDisposed)
                return;
            late = Link.Look();
            if (late is null && (Link.ControlOctets > 0 || Link.OwesAcknowledgement))
                Wake();
        }

        if (late is not null)
            Close(Iec104CloseReason.NoAnswer, late);
        else if (IsOver(ref _sendingSince))
            Close(Iec104CloseReason.Slow, "The peer does not read what is sent.");
        else if (IsOver(ref _partialSince))
            Close(Iec104CloseReason.Slow, "The peer began a frame and did not go on.");
    }

    /// <summary>Sends what there is to send, unless somebody is sending already, who then takes it along; under <see cref="Gate"/>.</summary>
    public void Wake()
    {
        _isWoken = true;
        if (_isSending || _isDisposed)
            return;
        _isSending = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    /// <summary>Ends the connection.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            _isDisposed = true;
            _room?.TrySetResult();
        }

        _socket.Dispose();
    }

    /// <summary>Takes an ASDU; on the receiving thread.</summary>
    /// <exception cref="Iec104Exception">It cannot be read: the connection is closed.</exception>
    protected abstract void Take(ReadOnlySpan<byte> asdu);

    /// <summary>Takes what an APDU meant; under <see cref="Gate"/>.</summary>
    /// <param name="what">What.</param>
    /// <param name="acknowledged">So many I frames are acknowledged.</param>
    protected abstract void Notice(LinkEvent what, int acknowledged);

    /// <summary>Is called after <see cref="Notice"/>, on the receiving thread, without the lock.</summary>
    protected virtual void Told(LinkEvent what)
    {
    }

    /// <summary>Makes ready what the owner's code is asked for; on the sending thread.</summary>
    protected virtual void Prepare()
    {
    }

    /// <summary>Writes the next ASDU to be sent; there is a window. Under <see cref="Gate"/>.</summary>
    /// <returns>Its octets; 0: there is none.</returns>
    protected abstract int Next(Span<byte> asdu);

    /// <summary>The connection is over; on the receiving thread, once.</summary>
    protected abstract void Leave();

    private bool IsOver(ref long since) => Volatile.Read(ref since) is var began and not 0 && _time.GetElapsedTime(began) >= _parameters.T1;

    private void TakeAll()
    {
        while (_received.TryTake(out var apdu))
        {
            LinkEvent what;
            lock (Gate)
            {
                ReceivedApdus++;
                what = Link.Receive(apdu, out var acknowledged);
                Notice(what, acknowledged);
            }

            if (what == LinkEvent.Information)
                Take(apdu[Apci.Octets..]);
            else if (what != LinkEvent.None)
                Told(what);
        }
    }

    private Task RoomAsync()
    {
        lock (Gate)
        {
            Wake();
            if (_isDisposed || Link.ControlOctets < HighWater)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }
}
