using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Ipc;

/// <summary>One client: reads its lines and answers them, in order, as many as come at once with one sending. For one thread, but for <see cref="Tick"/> and <see cref="Stop"/>.</summary>
internal sealed partial class IpcConnection : IIpcSink, IDisposable
{
    private const int FirstLength = 4096;
    private const int Kept = 256 * 1024;
    private const byte NewLine = (byte)'\n';

    private readonly Socket _socket;
    private readonly IpcRoom _room;
    private readonly IpcOutput _output;
    private readonly IpcSession _session;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
    private long _taken;
    private int _length;
    private int _searched;
    private int _activity;
    private int _seen = -1;
    private int _quiet;
    private volatile bool _isSending;

    internal IpcConnection(Socket socket, IpcRoom room)
    {
        (_socket, _room) = (socket, room);
        _output = new IpcOutput(this);
        _session = new IpcSession(room, _output);
    }

    /// <summary>Serves the client until it goes, is idle, or <see cref="Stop"/> is called.</summary>
    internal void Run()
    {
        try
        {
            while (Receive() && AnswerLines())
            {
                // One round for what came at once.
            }
        }
        catch (SocketException)
        {
            // The client is gone.
        }
        catch (ObjectDisposedException)
        {
            // It was ended.
        }
#pragma warning disable CA1031 // One client's request must not cost the others theirs.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _room.Metrics.Errors.Add("request");
            LogFailed(_room.Logger, e);
        }
    }

    /// <summary>Nothing more is read; what came is answered.</summary>
    internal void Stop() => Shut(SocketShutdown.Receive);

    /// <summary>Ends it at the given count of ticks without a request, or with a reply that nobody takes.</summary>
    /// <returns>Whether it was ended.</returns>
    internal bool Tick(int limit)
    {
        var activity = Volatile.Read(ref _activity);
        var isStuck = IsStuck();
        var isQuiet = activity == _seen && (isStuck || !_session.HasSubscriptions);
        _seen = activity;
        _quiet = isQuiet ? _quiet + 1 : 0;
        if (_quiet < limit)
            return false;
        _room.Metrics.Discarded.Add(isStuck ? "slow_reader" : "idle_connection");
        Shut(SocketShutdown.Both);
        return true;
    }

    /// <summary>Whether a reply waits for its reader.</summary>
    private bool IsStuck()
    {
        try
        {
            return _isSending && !_socket.Poll(0, SelectMode.SelectWrite);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // It is at its end already.
        }
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        _isSending = true;
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes)..];
            Interlocked.Increment(ref _activity);
        }

        _isSending = false;
    }

    /// <summary>Ends it at once, from another thread.</summary>
    internal void Cut() => _socket.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _session.Dispose();
        _room.Return(_taken);
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Shut(SocketShutdown how)
    {
        try
        {
            _socket.Shutdown(how);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is at its end already.
        }
    }

    /// <summary>Reads what comes next.</summary>
    /// <returns>False: the client sends nothing more, and what it sent is answered.</returns>
    private bool Receive()
    {
        if (_length == _buffer.Length && !TryGrow())
        {
            RefuseTooLong();
            return false;
        }

        var received = _socket.Receive(_buffer, _length, _buffer.Length - _length, SocketFlags.None);
        _length += received;
        Interlocked.Increment(ref _activity);
        if (received > 0)
            return true;
        if (_length > 0)
        {
            // A client that closes its half without a newline is answered too.
            lock (_output.Gate)
            {
                _session.Answer(_buffer.AsSpan(0, _length));
                _output.Flush();
            }
        }

        return false;
    }

    /// <summary>Answers the lines that are whole.</summary>
    /// <returns>False: the connection ends.</returns>
    private bool AnswerLines()
    {
        var done = 0;
        lock (_output.Gate)
        {
            int end;
            while ((end = _buffer.AsSpan(_searched, _length - _searched).IndexOf(NewLine)) >= 0)
            {
                end += _searched;
                if (end - done > _room.MaxLineBytes)
                    break;
                _session.Answer(_buffer.AsSpan(done, end - done));
                _output.SpillWhenLong();
                done = _searched = end + 1;
            }

            _output.Flush();
        }

        if (_length - done > _room.MaxLineBytes)
        {
            RefuseTooLong();
            return false;
        }

        Shift(done);
        return true;
    }

    /// <summary>Memory for a longer line.</summary>
    /// <returns>False: there is none, for too many long ones come at once.</returns>
    private bool TryGrow()
    {
        var length = (int)Math.Min(_buffer.Length * 2L, Math.Max(_room.MaxLineBytes + 1L, FirstLength));
        if (length > Kept)
        {
            if (!_room.TryTake(length - _taken))
                return false;
            _taken = length;
        }

        Change(length, _buffer);
        return true;
    }

    private void Change(int length, ReadOnlySpan<byte> content)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        content.CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = buffer;
    }

    private void Shift(int done)
    {
        var rest = _buffer.AsSpan(done, _length - done);
        if (_buffer.Length > Kept && rest.Length <= FirstLength)
        {
            Change(FirstLength, rest);
            _room.Return(_taken);
            _taken = 0;
        }
        else if (done > 0)
        {
            rest.CopyTo(_buffer);
        }

        _searched = _length = rest.Length;
    }

    private void RefuseTooLong()
    {
        lock (_output.Gate)
        {
            _session.RefuseTooLong();
            _output.Flush();
        }

        Discard();
    }

    /// <summary>Reads some more of what is too long, so that the client, which is still sending, comes to read the reply.</summary>
    private void Discard()
    {
        Shut(SocketShutdown.Send);
        for (long left = 2L * _room.MaxLineBytes; left > 0;)
        {
            var received = _socket.Receive(_buffer);
            if (received == 0)
                return;
            left -= received;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A client of the Unix socket was given up because its request failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
