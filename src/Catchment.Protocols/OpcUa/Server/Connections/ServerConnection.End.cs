using System.Net.Sockets;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Server.Connections;

/// <content>How a connection ends.</content>
internal sealed partial class ServerConnection
{
    /// <summary>Closes the connection when its client has been too slow, or its channel is over.</summary>
    public void Look()
    {
        var (time, options) = (_host.Options.Time, _host.Options);
        if (Volatile.Read(ref _failedAt) is var failed and not 0)
        {
            if (time.GetElapsedTime(failed) > Farewell)
                Close(OpcUaCloseReason.Protocol);
        }
        else if (_outbox.Stuck > options.SendTimeout)
        {
            Close(OpcUaCloseReason.NotReading);
        }
        else if (Channel.Channel is not { } channel)
        {
            if (time.GetElapsedTime(_connected) > options.OpenTimeout)
                Close(OpcUaCloseReason.Slow);
        }
        else if (channel.IsOver)
        {
            Close(OpcUaCloseReason.Expired);
        }
        else if (Volatile.Read(ref _partialSince) is var since and not 0 && time.GetElapsedTime(since) > options.MessageTimeout)
        {
            Close(OpcUaCloseReason.Slow);
        }
    }

    /// <summary>Ends the connection at once.</summary>
    public void Close(OpcUaCloseReason reason)
    {
        Interlocked.CompareExchange(ref _reason, (int)reason, -1);
        _socket.Dispose();

        // A service that takes its time would hold up the connection's end.
        Pending.CancelAll();
    }

    /// <summary>Tells the client that the server stops, and takes no more of it.</summary>
    public void Finish()
    {
        if (Interlocked.CompareExchange(ref _reason, (int)OpcUaCloseReason.Stopped, -1) >= 0)
            return;
        Status = StatusCodes.BadShutdown;
        Farewells(new ErrorMessage(StatusCodes.BadShutdown, "The server stops."));
        _ = HangUpAsync();
    }

    /// <summary>Ends the connection and gives back what it holds; who serves it does that at the end.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        Pending.CancelAll();
        _outbox.Dispose();
        Channel.Dispose();
        lock (_outbox.Gate)
            _body.Dispose();
        _share.Dispose();
    }

    private void Tell(OpcUaException e)
    {
        Interlocked.CompareExchange(ref _reason, (int)OpcUaCloseReason.Protocol, -1);
        Status = e.Status;
        OpcUaServerLog.Broken(_host.Options.Logger, Peer, e.Status, e.Message);
        Farewells(new ErrorMessage(e.Status, e.Status == StatusCodes.BadSecurityChecksFailed ? null : e.Message));
    }

    private void Farewells(ErrorMessage error)
    {
        Volatile.Write(ref _failedAt, _host.Options.Time.GetTimestamp());
        lock (_outbox.Gate)
        {
            if (_outbox.IsClosed)
                return;
            error.Encode(_outbox.Waiting);
        }

        _outbox.Send();
    }

    private async Task HangUpAsync()
    {
        await _outbox.IdleAsync();
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over already.
        }
    }

    /// <summary>A socket that is closed with bytes unread takes away what was sent last: the client would not learn what it did wrong.</summary>
    private async Task ListenToTheEndAsync()
    {
        try
        {
            await _outbox.IdleAsync();
            _socket.Shutdown(SocketShutdown.Send);
            var ignored = new byte[4096];
            while (await _socket.ReceiveAsync(ignored) > 0)
            {
                // Until the client is gone, or this takes too long.
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over already.
        }
    }
}
