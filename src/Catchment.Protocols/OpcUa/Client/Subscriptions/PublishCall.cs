using Catchment.Protocols.OpcUa.Client.Connections;
using Catchment.Protocols.OpcUa.Client.Sessions;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client.Subscriptions;

/// <summary>A Publish request that waits at the server.</summary>
/// <param name="publisher">Takes the answer, in the order of the connection.</param>
/// <param name="link">Where it was sent.</param>
internal sealed class PublishCall(Publisher publisher, ClientLink link) : PendingCall
{
    /// <inheritdoc/>
    public override void Succeed(IServiceResponse response)
    {
        if (response is PublishResponse published)
            publisher.Take(link, published);
        else
            link.Connection.End(new OpcUaException(StatusCodes.BadUnknownResponse, "The server answers Publish with another service's response."));
    }

    /// <inheritdoc/>
    public override void Fail(OpcUaException why) => publisher.TakeFailure(link, why);
}
