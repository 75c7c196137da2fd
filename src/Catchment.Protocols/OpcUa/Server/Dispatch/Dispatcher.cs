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
            Reply(new Call(connection, requestId, new UnsupportedRequest(0) { RequestHeader = header }), Fault(e.Status));
            return Task.CompletedTask;
        }

        var call = new Call(connection, requestId, request);
        try
        {
            return Answer(call);
        }
        catch (Exception e)
        {
            // A mistake in a service is not the client's, and must not end the others' service.
            Reply(call, Fault(Explain(call, e)));
            return Task.CompletedTask;
        }
    }

    private static ServiceFault Fault(StatusCode status) => new() { ResponseHeader = new ResponseHeader { ServiceResult = status } };

    private Task Answer(in Call call)
    {
        var (connection, request) = (call.Connection, call.Request);
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
            Begin(asked, session);
        }
        else
        {
            throw new OpcUaException(StatusCodes.BadServiceUnsupported);
        }

        return Task.CompletedTask;
    }

    private void Begin(in Call call, ServerSession session)
    {
        if (call.Connection.Pending.Count >= options.MaxPendingRequests)
            throw new OpcUaException(StatusCodes.BadTcpServerTooBusy);
        var pending = call.Connection.Pending.Add(session);
        ValueTask<IServiceResponse> answer;
        try
        {
            answer = services.AnswerAsync(session, call.Request, pending.Cancellation);
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
            RequestHandle = call.Request.RequestHeader.RequestHandle,
            ServiceResult = response.ResponseHeader.ServiceResult,
        };
        var status = call.Connection.Send(call.RequestId, response, call.MaxResponseSize);
        options.Observer?.Answered(call.Connection.Peer, call.Request.BinaryEncodingId, status);
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
                OpcUaServerLog.ServiceFailed(options.Logger, exception, call.Request.GetType().Name, call.Connection.Peer);
                return StatusCodes.BadInternalError;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Call(ServerConnection Connection, uint RequestId, IServiceRequest Request, uint MaxResponseSize = 0);
}
