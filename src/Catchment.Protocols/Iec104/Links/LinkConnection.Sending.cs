using System.Net.Sockets;

namespace Catchment.Protocols.Iec104.Links;

/// <content>How it sends: one thread at a time, until there is nothing that may be sent.</content>
internal abstract partial class LinkConnection
{
    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                lock (Gate)
                    _isWoken = false;
                Prepare();
                int octets;
                lock (Gate)
                {
                    octets = _isDisposed ? 0 : Compose();
                    if (octets == 0)
                    {
                        // What was asked for while it was prepared was not prepared.
                        if (_isWoken && !_isDisposed)
                            continue;
                        _isSending = false;
                        if (!_isFinishing || _isDisposed || HasWaiting)
                            return;
                    }

                    if (Link.ControlOctets < HighWater)
                    {
                        _room?.TrySetResult();
                        _room = null;
                    }
                }

                if (octets == 0)
                {
                    HangUp();
                    return;
                }

                Volatile.Write(ref _sendingSince, _time.GetTimestamp());
                for (var left = _output.AsMemory(0, octets); !left.IsEmpty;)
                {
                    left = left[await _socket.SendAsync(left)..];
                    Volatile.Write(ref _sendingSince, _time.GetTimestamp());
                }

                Volatile.Write(ref _sendingSince, 0);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is over; who receives says why.
            Dispose();
        }
    }

    /// <summary>
    /// Ends the connection when the peer has acknowledged everything; otherwise once it hangs up, too: a socket that is closed with octets
    /// unread takes away what was sent last.
    /// </summary>
    private void HangUp()
    {
        bool isTaken;
        lock (Gate)
            isTaken = Link.Outstanding == 0;
        if (isTaken)
            Close(Iec104CloseReason.Stopped, "This end was stopped.");
        else if (Interlocked.CompareExchange(ref _reason, (int)Iec104CloseReason.Stopped, -1) < 0)
            _socket.Shutdown(SocketShutdown.Send);
    }

    private int Compose()
    {
        var octets = Link.TakeControl(_output.AsSpan(0, OutputOctets / 4));
        SentApdus += octets / Apci.Octets;
        while (Link.Window > 0 && octets + Apci.MaxApduOctets <= OutputOctets)
        {
            var asdu = Next(_output.AsSpan(octets + Apci.Octets, Apci.MaxApduOctets - Apci.Octets));
            if (asdu == 0)
                break;
            Link.WriteInformation(_output.AsSpan(octets), asdu);
            octets += Apci.Octets + asdu;
            SentApdus++;
        }

        if (Link.OwesAcknowledgement && !HoldsAcknowledgement && octets + Apci.Octets <= OutputOctets)
        {
            Link.WriteAcknowledgement(_output.AsSpan(octets));
            octets += Apci.Octets;
            SentApdus++;
        }

        return octets;
    }
}
