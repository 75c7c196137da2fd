namespace Catchment.Tags.Servers.Snmp;

/// <summary>How the SNMP agent is.</summary>
public sealed record SnmpStatus
{
    /// <summary>It serves.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Where it listens, or would: <c>udp://127.0.0.1:1161</c>.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>The engine's identity in hex; null: it does not serve.</summary>
    public required string? EngineId { get; init; }

    /// <summary>How often the engine has started; 0: it does not serve.</summary>
    public required int EngineBoots { get; init; }

    /// <summary>Objects of mappings that it serves.</summary>
    public required int Objects { get; init; }

    /// <summary>Mappings that it cannot serve; the log says why.</summary>
    public required int Refused { get; init; }

    /// <summary>Communities of v1 and v2c, which nothing protects.</summary>
    public required int Communities { get; init; }

    /// <summary>Users of v3.</summary>
    public required int Users { get; init; }

    /// <summary>Who is told of changes: address, and how.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Requests that were answered.</summary>
    public required long Requests { get; init; }

    /// <summary>Those of them that wrote.</summary>
    public required long Sets { get; init; }

    /// <summary>Messages that were not taken.</summary>
    public required long Discarded { get; init; }

    /// <summary>Notifications that were sent, or confirmed where the target confirms.</summary>
    public required long Notifications { get; init; }

    /// <summary>Notifications that did not get there.</summary>
    public required long NotificationsLost { get; init; }

    /// <summary>Changes that were not told because the tag was back, or had changed again, before its turn came.</summary>
    public required long NotificationsCoalesced { get; init; }

    /// <summary>The counters of the snmp group, of message processing and of security, by their names; none while it does not serve.</summary>
    public required IReadOnlyList<(string Name, uint Value)> Counters { get; init; }

    /// <summary>Who asks.</summary>
    public required IReadOnlyList<SnmpPeer> Peers { get; init; }
}
