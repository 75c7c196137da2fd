using System.Runtime.InteropServices;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Server.Connections;
using Catchment.Protocols.OpcUa.Server.Discovery;
using Catchment.Protocols.OpcUa.Server.Sessions;

namespace Catchment.Protocols.OpcUa.Server.Dispatch;

/// <summary>Reads requests, finds who answers them, and sends the answers. What fails is told to the client in a ServiceFault. Source: OPC 10000-4, 5.3.</summary>
/// <param name="options">The limits, the clock, who is told.</param>
/// <param name="discovery">Answers without a session.</param>
/// <param name="sessions">Opens and closes sessions.</param>
/// <param name="services">Answer within a session.</param>
internal sealed class Dispatcher(OpcUaServerOptions options, DiscoveryService discovery, SessionService sessions, ServiceTable services)
{
    /// <summary>Takes a message. It is answered now, unless its service takes its time.</summary>
    /// <param name="connection">Where it came from.</param>
    /// <param name="requestId">Of the message.</param>
    /// <param name="message">The message; it is not kept.</param>
    /// <returns>Nothing further may be taken from the connection until this is over.</returns>
    public Task Take(ServerConnection connection, uint requestId, ReadOnlySpan<byte> message)
    {
        IServiceRequest request;
        try
        {
            request = MessageTypes.DecodeRequest(message, options.Limits);
        }
        catch (OpcUaException e)
        {
            var header = MessageTypes.DecodeHeader(message, options.Limits) ?? RequestHeader.Empty;
            Reply(new Call(connection, requestId, header.RequestHandle, 0), Fault(e.Status));
            return Task.CompletedTask;
        }

        var call = new Call(connection, requestId, request.RequestHeader.RequestHandle, request.BinaryEncodingId);
        try
        {
            return Answer(call, request);
        }
        catch (Exception e)
        {
            // A mistake in a service is not the client's, and must not end the others' service.
            Reply(call, Fault(Explain(call, e)));
            return Task.CompletedTask;
        }
    }

    private static ServiceFault Fault(StatusCode status) => new() { ResponseHeader = new ResponseHeader { ServiceResult = status } };

    private Task Answer(in Call call, IServiceRequest request)
    {
        var connection = call.Connection;
        switch (request)
        {
            case FindServersRequest find:
                Reply(call, discovery.FindServers(connection, find));
                return Task.CompletedTask;
            case GetEndpointsRequest get:
                Reply(call, discovery.GetEndpoints(connection, get));
                return Task.CompletedTask;
            case UnsupportedRequest or OpenSecureChannelRequest or CloseSecureChannelRequest or FindServersOnNetworkRequest:
                throw new OpcUaException(StatusCodes.BadServiceUnsupported);
            case var _ when connection.Channel.IsForDiscoveryOnly:
                throw new OpcUaException(StatusCodes.BadSecurityPolicyRejected);
            case CreateSessionRequest create:
                Reply(call, sessions.Create(connection, create));
                return Task.CompletedTask;
            case ActivateSessionRequest activate:
                return FinishAsync(call, sessions.ActivateAsync(connection, activate), pending: null);
            case CloseSessionRequest close:
                Reply(call, sessions.Close(connection, close));
                return Task.CompletedTask;
        }

        var session = sessions.Table.Use(request.RequestHeader.AuthenticationToken, connection);
        var asked = call with { MaxResponseSize = session.Binding!.MaxResponseSize };
        if (services.TryAnswer(session, request, out var response))
        {
            Reply(asked, response);
        }
        else if (services.IsWaiting(request))
        {
            Begin(asked, session, request);
        }
        else
        {
            throw new OpcUaException(StatusCodes.BadServiceUnsupported);
        }

        return Task.CompletedTask;
    }

    private void Begin(in Call call, ServerSession session, IServiceRequest request)
    {
        if (call.Connection.Pending.Count >= options.MaxPendingRequests)
            throw new OpcUaException(StatusCodes.BadTcpServerTooBusy);
        var pending = call.Connection.Pending.Add(session);
        ValueTask<IServiceResponse> answer;
        try
        {
            answer = services.AnswerAsync(session, request, pending.Cancellation);
        }
        catch
        {
            pending.Dispose();
            throw;
        }

        _ = FinishAsync(call, answer, pending);
    }

    private async Task FinishAsync(Call call, ValueTask<IServiceResponse> answer, PendingRequest? pending)
    {
        using (pending)
        {
            try
            {
                Reply(call, await answer);
            }
            catch (Exception e)
            {
                Reply(call, Fault(Explain(call, e)));
            }
        }
    }

    private void Reply(in Call call, IServiceResponse response)
    {
        response.ResponseHeader = new ResponseHeader
        {
            Timestamp = options.Time.GetUtcNow().UtcDateTime,
            RequestHandle = call.RequestHandle,
            ServiceResult = response.ResponseHeader.ServiceResult,
        };
        var status = call.Connection.Send(call.RequestId, response, call.MaxResponseSize);
        options.Observer?.Answered(call.Connection.Peer, call.Service, status);
    }

    private StatusCode Explain(in Call call, Exception exception)
    {
        switch (exception)
        {
            case OpcUaException e:
                return e.Status;
            case OperationCanceledException:
                return StatusCodes.BadRequestCancelledByClient;
            default:
                OpcUaServerLog.ServiceFailed(options.Logger, exception, call.Service, call.Connection.Peer);
                return StatusCodes.BadInternalError;
        }
    }

    /// <summary>What is known of a request until it is answered. Not the request itself: one that waits must not hold on to what its client put into it.</summary>
    /// <param name="Connection">Where it came from.</param>
    /// <param name="RequestId">Its number in the channel.</param>
    /// <param name="RequestHandle">Its client's number for it.</param>
    /// <param name="Service">The number of its encoding; 0: it could not be read.</param>
    /// <param name="MaxResponseSize">Bytes of a response that its session takes; 0: any number.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Call(ServerConnection Connection, uint RequestId, uint RequestHandle, uint Service, uint MaxResponseSize = 0);
}
