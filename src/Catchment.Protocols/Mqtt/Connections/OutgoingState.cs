namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>How far a message has come on its way to the broker.</summary>
internal enum OutgoingState
{
    /// <summary>It was never sent.</summary>
    Waiting,

    /// <summary>It was sent, and is not acknowledged.</summary>
    Sent,

    /// <summary>The broker has it (PUBREC), and is to be told that its number is free again.</summary>
    Released,
}
