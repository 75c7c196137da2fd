using Catchment.Protocols.OpcUa.Client.Connections;
using Catchment.Protocols.OpcUa.Client.Sessions;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Client;

/// <content>How a connection with its session comes about, for the first time and again.</content>
public sealed partial class OpcUaClient
{
    private async Task<ClientLink> EstablishAsync(ClientLink? lost, CancellationToken cancellation)
    {
        var endpoint = Discovery.Pick(await Discovery.GetEndpointsAsync(_options, cancellation), _options);
        var server = _options.Policy.IsSecure ? ServerTrust.Check(endpoint, _options) : null;
        var target = ChannelTarget.Open(_options.EndpointUrl) with { Policy = _options.Policy, Mode = _options.Mode, Server = server };
        try
        {
            var connection = await ClientConnection.OpenAsync(target, _options, cancellation);
            try
            {
                var session = lost is null ? null : await ReactivateAsync(lost.Session, connection, endpoint, cancellation);
                var link = session is null ? await BeginSessionAsync(connection, endpoint, cancellation) : new ClientLink(connection, session);
                await _publisher.ResumeAsync(link, isNewSession: session is null, cancellation);
                return link;
            }
            catch
            {
                _publisher.Pause();
                await connection.DisposeAsync();
                throw;
            }
        }
        catch (OpcUaException e)
        {
            throw ServerTrust.Explain(e, _options);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is, the next try may go better; without one the client would say for ever that it is trying.
            OpcUaClientLog.Failed(_options.Logger, e, _options.EndpointUrl);
            throw new OpcUaException(StatusCodes.BadInternalError, e.Message, e);
        }
    }

    private static async Task<ClientSession?> ReactivateAsync(ClientSession session, ClientConnection connection, EndpointDescription endpoint, CancellationToken cancellation)
    {
        try
        {
            await session.ActivateAsync(connection, endpoint, cancellation);
            return session;
        }
        catch (OpcUaException) when (!connection.Ended.IsCompleted)
        {
            // The server has it no more, or does not move it: there will be another.
            return null;
        }
    }

    private async Task<ClientLink> BeginSessionAsync(ClientConnection connection, EndpointDescription endpoint, CancellationToken cancellation)
    {
        var (session, told) = await ClientSession.CreateAsync(connection, _options, endpoint, cancellation);
        await session.ActivateAsync(connection, told, cancellation);
        var link = new ClientLink(connection, session);
        try
        {
            var wanted = Array.ConvertAll(OperationLimits.Nodes, node => new ReadValueId { NodeId = node, AttributeId = AttributeIds.Value });
            session.Limits = OperationLimits.Of(await ReadAsync(link, wanted, cancellation));
        }
        catch (OpcUaException) when (!connection.Ended.IsCompleted)
        {
            // A server need not tell them.
        }

        return link;
    }
}
