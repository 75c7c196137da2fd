namespace Catchment.Protocols.Snmp.Security;

/// <summary>What a message of v3 bears beside its PDU. Source: RFC 3412, 6.; RFC 3414, 2.4.</summary>
internal readonly ref struct UserMessageHead
{
    internal required int MessageId { get; init; }

    /// <summary>The longest message that the sender takes.</summary>
    internal required int MaxSize { get; init; }

    internal required SnmpSecurityLevel Level { get; init; }

    internal required bool Reportable { get; init; }

    internal required ReadOnlySpan<byte> EngineId { get; init; }

    internal required int EngineBoots { get; init; }

    internal required int EngineTime { get; init; }

    internal required ReadOnlySpan<byte> UserName { get; init; }
}
