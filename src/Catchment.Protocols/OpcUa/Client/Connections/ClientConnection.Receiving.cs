using System.Net.Sockets;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Client.Connections;

/// <content>What the server sends.</content>
internal sealed partial class ClientConnection
{
    private async Task ReceiveAsync()
    {
        using var received = new ChunkBuffer { Largest = TransportLimits.LeastChunkSize };
        try
        {
            while (await _socket.ReceiveAsync(received.Room) is var bytes and > 0)
            {
                received.Received(bytes);
                while (!_ended.Task.IsCompleted && received.TryTake(out var header, out var chunk))
                    Take(header, chunk, received);
            }

            End(new OpcUaException(StatusCodes.BadConnectionClosed, "The server closed the connection."));
        }
        catch (OpcUaException e)
        {
            End(e);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            End(new OpcUaException(StatusCodes.BadCommunicationError, $"The connection broke: {e.Message}", e));
        }
        catch (Exception e)
        {
            OpcUaClientLog.Failed(_options.Logger, e, _target.Url.OriginalString);
            End(new OpcUaException(StatusCodes.BadInternalError, e.Message, e));
        }
        finally
        {
            lock (_outbox.Gate)
            {
                _outbox.Dispose();
                _body.Dispose();
            }

            _channel.Dispose();
        }
    }

    private void Take(ChunkHeader header, ArraySegment<byte> chunk, ChunkBuffer received)
    {
        switch (header.Type)
        {
            case MessageType.Acknowledge:
                received.Largest = _channel.TakeAcknowledge(chunk);
                RequestKeys();
                break;
            case MessageType.Error:
                var error = ErrorMessage.Decode(chunk.AsSpan(ChunkHeader.Length), _options.Limits);
                throw new OpcUaException(error.Error, string.IsNullOrEmpty(error.Reason) ? $"The server says {error.Error}." : $"The server says {error.Error}: {error.Reason}");
            case MessageType.Open:
                TakeKeys(chunk);
                break;
            case MessageType.Message:
                if (_channel.TakeMessage(header, chunk, out var id, out var message))
                {
                    Answer(id, message, isGivenUp: header.Kind == ChunkKind.Abort);
                    _channel.Release();
                }

                break;
            default:
                throw new OpcUaException(StatusCodes.BadTcpMessageTypeInvalid, $"A server does not send the message {header.Type}.");
        }
    }

    private void TakeKeys(ArraySegment<byte> chunk)
    {
        var isFirst = _channel.TakeOpen(chunk);
        Volatile.Write(ref _renewing, 0);
        if (isFirst)
            _opened.TrySetResult();
        else
            _options.Observer?.ChannelRenewed();
    }

    private void Answer(uint id, ArraySegment<byte> message, bool isGivenUp)
    {
        if (_calls.Take(id) is not { } call)
            return;
        try
        {
            if (isGivenUp)
            {
                var error = ErrorMessage.Decode(message, _options.Limits);
                call.Fail(new OpcUaException(error.Error, $"The server gave its answer up: {error.Error} {error.Reason}"));
                return;
            }

            var response = MessageTypes.DecodeResponse(message, _options.Limits);
            var status = response.ResponseHeader.ServiceResult;
            if (status.IsBad || response is ServiceFault)
                call.Fail(new OpcUaException(status));
            else
                call.Succeed(response);
        }
        catch (OpcUaException e)
        {
            // What cannot be read is this one's trouble: the channel itself is in order.
            call.Fail(e);
        }
    }
}
