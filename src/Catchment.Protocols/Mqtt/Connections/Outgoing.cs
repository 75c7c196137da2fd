namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>A message on its way to the broker.</summary>
internal sealed class Outgoing
{
    public Outgoing(MqttMessage message)
    {
        Message = message;
        Node = new LinkedListNode<Outgoing>(this);
    }

    /// <summary>The message.</summary>
    public MqttMessage Message { get; }

    /// <summary>Its place in the queue.</summary>
    public LinkedListNode<Outgoing> Node { get; }

    /// <summary>Its number; 0: it has none yet.</summary>
    public ushort PacketId { get; set; }

    /// <summary>How far it has come.</summary>
    public OutgoingState State { get; set; }

    /// <summary>Whether it was sent over the connection that there is, and counts as unacknowledged there.</summary>
    public bool IsInFlight { get; set; }

    /// <summary>Ends when the broker has it.</summary>
    public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
