using System.Buffers;
using System.Net.Sockets;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>
/// The sending half of a connection. Everything but <see cref="Pong"/> is called between <see cref="Enter"/> and
/// <see cref="Exit"/>, so the frames of a message stay together. Small frames are gathered and leave in one call; a large body is
/// sent from where it lies.
/// </summary>
internal sealed class FrameSender : IDisposable
{
    private const int ScratchSize = 16 * 1024;
    private const int TcpProtocol = 6;
    private const int TcpCork = 3;

    private readonly Socket _socket;
    private readonly IZmqObserver? _observer;
    private readonly Action<ZmqCloseReason, string> _close;
    private readonly Lock _gate = new();
    private readonly Lock _pongGate = new();
    private readonly byte[] _pong = new byte[2 + 5 + Command.MaxPingContext];
    private byte[] _scratch = ArrayPool<byte>.Shared.Rent(ScratchSize);
    private int _used;
    private int _pongLength;
    private long _messageBytes;
    private bool _broken;

    public FrameSender(Socket socket, IZmqObserver? observer, Action<ZmqCloseReason, string> close)
    {
        _socket = socket;
        _observer = observer;
        _close = close;
    }

    /// <summary>Whether a small message would leave without waiting for the peer.</summary>
    public bool CanSendNow => !_broken && _socket.Poll(0, SelectMode.SelectWrite);

    /// <summary>Takes the sender for one message or one change of state.</summary>
    public void Enter() => _gate.Enter();

    /// <summary>Takes the sender if nobody has it.</summary>
    public bool TryEnter() => _gate.TryEnter();

    /// <summary>Gives the sender back.</summary>
    public void Exit()
    {
        SendPendingPong();
        _gate.Exit();
        TrySendPendingPong();
    }

    /// <summary>Adds octets that are already framed.</summary>
    public void AppendRaw(ReadOnlySpan<byte> bytes)
    {
        _messageBytes += bytes.Length;
        if (bytes.Length > ScratchSize - _used) Flush();
        if (bytes.Length > ScratchSize)
        {
            Push(bytes);
            return;
        }

        bytes.CopyTo(_scratch.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Adds a frame of a message.</summary>
    public void AppendFrame(ReadOnlySpan<byte> body, bool more)
    {
        if (_used > ScratchSize - FrameHeader.MaxSize) Flush();
        var header = FrameHeader.WriteMessage(_scratch.AsSpan(_used), body.Length, more);
        _used += header;
        _messageBytes += header;
        AppendRaw(body);
    }

    /// <summary>Ends a message.</summary>
    /// <param name="flush">Whether to send what was added; false when another message follows before <see cref="Exit"/>.</param>
    /// <returns>Whether the network took it so far.</returns>
    public bool EndMessage(bool flush = true)
    {
        if (flush) Flush();
        var bytes = _messageBytes;
        _messageBytes = 0;
        if (_broken) return false;
        _observer?.MessageSent(bytes);
        return true;
    }

    /// <summary>Sends framed octets that are no message: greeting and commands.</summary>
    /// <returns>Whether the network took them.</returns>
    public bool SendControl(ReadOnlySpan<byte> bytes)
    {
        Push(bytes);
        return !_broken;
    }

    /// <summary>
    /// Holds back what is sent until <see cref="Finish"/>, so that the last message and the end of the connection leave in one
    /// segment. Elsewhere than on Linux they leave one after the other.
    /// </summary>
    public void HoldForFinish()
    {
        if (!_broken && OperatingSystem.IsLinux()) _socket.SetRawSocketOption(TcpProtocol, TcpCork, BitConverter.GetBytes(1));
    }

    /// <summary>Ends our half of the connection; the peer's half stays open.</summary>
    public void Finish()
    {
        if (_broken) return;
        _broken = true;
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer has reset the connection: both halves have ended already.
        }
    }

    /// <summary>
    /// Answers a PING. Never waits for the peer: two sides that both wait to send a PONG while neither reads would wait for
    /// ever. What cannot leave now leaves with the next message; a newer PONG replaces an older one that has not left.
    /// </summary>
    public void Pong(ReadOnlySpan<byte> context)
    {
        lock (_pongGate) _pongLength = Command.Write(_pong, Command.Pong, context);
        TrySendPendingPong();
    }

    /// <summary>Sends a PING if that is possible without waiting.</summary>
    public void TryPing()
    {
        if (!_gate.TryEnter()) return;
        try
        {
            if (!CanSendNow) return;
            Span<byte> frame = stackalloc byte[16];
            Push(frame[..Command.WritePing(frame)]);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Sends a PONG that could not leave earlier, if it can now.</summary>
    public void TrySendPendingPong()
    {
        while (Volatile.Read(ref _pongLength) > 0 && _gate.TryEnter())
        {
            var sent = SendPendingPong();
            _gate.Exit();
            if (!sent) return;
        }
    }

    /// <summary>Makes every further call a failure. Waits for a call under way, so end the socket's traffic first.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _broken = true;
            _used = 0;
            if (_scratch.Length > 0) ArrayPool<byte>.Shared.Return(_scratch);
            _scratch = [];
        }
    }

    private bool SendPendingPong()
    {
        if (Volatile.Read(ref _pongLength) == 0 || !CanSendNow) return false;
        Span<byte> frame = stackalloc byte[_pong.Length];
        lock (_pongGate)
        {
            frame = frame[.._pongLength];
            _pong.AsSpan(0, _pongLength).CopyTo(frame);
            _pongLength = 0;
        }

        Push(frame);
        return true;
    }

    private void Flush()
    {
        Push(_scratch.AsSpan(0, _used));
        _used = 0;
    }

    private void Push(ReadOnlySpan<byte> bytes)
    {
        if (_broken || bytes.IsEmpty) return;
        _socket.Send(bytes, SocketFlags.None, out var error);
        if (error == SocketError.Success) return;
        _broken = true;
        if (error is SocketError.TimedOut or SocketError.WouldBlock)
            _close(ZmqCloseReason.Stalled, "the peer takes nothing of what is sent to it");
        else
            _close(ZmqCloseReason.ConnectionLost, $"sending failed: {error}");
    }
}
