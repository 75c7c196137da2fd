namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>The connection whose buffer a message lies in.</summary>
internal interface IMessageLender
{
    /// <summary>Makes the message the caller's own; see <see cref="ZmqMessage.Detach"/>.</summary>
    ZmqMessage Detach(ZmqMessage message);
}
