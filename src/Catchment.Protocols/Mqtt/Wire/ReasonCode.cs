namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>The reason codes of MQTT 5.0 (2.4) that this side names.</summary>
internal static class ReasonCode
{
    public const byte Success = 0x00;
    public const byte Failure = 0x80; // and everything above
    public const byte MalformedPacket = 0x81;
    public const byte ProtocolError = 0x82;
    public const byte TopicNameInvalid = 0x90;
    public const byte PacketIdentifierNotFound = 0x92;
    public const byte ReceiveMaximumExceeded = 0x93;
    public const byte TopicAliasInvalid = 0x94;
    public const byte PacketTooLarge = 0x95;

    /// <summary>What a code says, for people.</summary>
    public static string Describe(byte code) => code switch
    {
        0x04 => "disconnected, with its will",
        0x80 => "an error it does not tell",
        MalformedPacket => "a malformed packet",
        ProtocolError => "a protocol error",
        0x83 => "an error of its own",
        0x84 => "it does not know this version of MQTT",
        0x85 => "it does not like the client id",
        0x86 => "bad user name or password",
        0x87 => "not authorised",
        0x88 => "it is not available",
        0x89 => "it is busy",
        0x8A => "banned",
        0x8B => "it is shutting down",
        0x8C => "a bad authentication method",
        0x8D => "the keep-alive time is over",
        0x8E => "another client has taken over this client id",
        0x8F => "an invalid topic filter",
        TopicNameInvalid => "an invalid topic name",
        PacketIdentifierNotFound => "an unknown packet identifier",
        ReceiveMaximumExceeded => "too many unacknowledged messages",
        TopicAliasInvalid => "an invalid topic alias",
        PacketTooLarge => "a packet that is too large",
        0x97 => "a quota is used up",
        0x99 => "an invalid payload",
        0x9A => "it keeps no retained messages",
        0x9B => "this QoS is not supported",
        0x9C or 0x9D => "another broker is to be used",
        0x9F => "too many connections",
        _ => "reason",
    } + $" (0x{code:X2})";

    /// <summary>The code of MQTT 5.0 that stands for a return code of CONNACK in 3.1.1 (3.2.2.3).</summary>
    public static byte OfReturnCode(byte code) => code switch
    {
        0 => Success,
        1 => 0x84,
        2 => 0x85,
        3 => 0x88,
        4 => 0x86,
        5 => 0x87,
        _ => Failure,
    };
}
