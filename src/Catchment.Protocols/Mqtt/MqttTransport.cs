namespace Catchment.Protocols.Mqtt;

/// <summary>What carries the packets.</summary>
public enum MqttTransport
{
    /// <summary>A TCP connection.</summary>
    Tcp,

    /// <summary>A WebSocket with the subprotocol <c>mqtt</c> (6).</summary>
    WebSocket,
}
