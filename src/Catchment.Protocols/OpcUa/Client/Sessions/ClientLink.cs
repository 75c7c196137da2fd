using Catchment.Protocols.OpcUa.Client.Connections;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client.Sessions;

/// <summary>A session with the connection that it uses at present.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Session">The session, active.</param>
internal sealed record ClientLink(ClientConnection Connection, ClientSession Session)
{
    /// <summary>Asks within the session. When the session turns out to be over, so is the connection.</summary>
    /// <exception cref="OpcUaException">As <see cref="ClientConnection.AskAsync{T}"/>.</exception>
    public async Task<T> AskAsync<T>(IServiceRequest request, CancellationToken cancellation)
        where T : class, IServiceResponse
    {
        try
        {
            return await Connection.AskAsync<T>(request, Session.Token, cancellation);
        }
        catch (OpcUaException e) when (IsOver(e.Status))
        {
            Connection.End(e);
            throw;
        }
    }

    /// <summary>Whether a failure means that the session cannot be used any more.</summary>
    public static bool IsOver(StatusCode status) =>
        status == StatusCodes.BadSessionIdInvalid
        || status == StatusCodes.BadSessionClosed
        || status == StatusCodes.BadSessionNotActivated
        || status == StatusCodes.BadSecureChannelIdInvalid
        || status == StatusCodes.BadSecureChannelClosed;
}
