namespace Catchment.Protocols.Modbus.Serving;

/// <summary>What a conversation needs next.</summary>
internal enum ConversationStep
{
    /// <summary>More bytes of the client.</summary>
    Receive,

    /// <summary>That its replies are sent.</summary>
    Send,

    /// <summary>Its end: the client sent what is no request.</summary>
    Close,
}
