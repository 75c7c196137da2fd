namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>CONNECT (3.1).</summary>
/// <param name="Version">The version that this and all later packets of the connection have.</param>
/// <param name="ClientId">May be empty with a clean start.</param>
/// <param name="CleanStart">Whether a session that is there is forgotten.</param>
/// <param name="KeepAlive">Seconds; 0: none.</param>
internal sealed record ConnectPacket(MqttVersion Version, string ClientId, bool CleanStart, ushort KeepAlive) : MqttPacket(MqttPacketType.Connect)
{
    /// <summary>What the broker publishes when the client goes without a word. Its properties are those of a will.</summary>
    public MqttMessage? Will { get; init; }

    public string? UserName { get; init; }

    public ReadOnlyMemory<byte>? Password { get; init; }
}
