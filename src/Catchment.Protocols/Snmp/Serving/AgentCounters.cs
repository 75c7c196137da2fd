namespace Catchment.Protocols.Snmp.Serving;

/// <summary>Counts, and names what it counts.</summary>
internal sealed class AgentCounters
{
    private static readonly Oid UsmStats = new(1, 3, 6, 1, 6, 3, 15, 1, 1);
    private static readonly Oid MpdStats = new(1, 3, 6, 1, 6, 3, 11, 2, 1);

    private readonly uint[] _counts = new uint[(int)AgentCounter.DecryptionErrors + 1];

    internal uint this[AgentCounter counter] => Volatile.Read(ref _counts[(int)counter]);

    /// <summary>The counter's instance in the tree.</summary>
    internal static Oid Name(AgentCounter counter) => counter switch
    {
        <= AgentCounter.ProxyDrops => new Oid(1, 3, 6, 1, 2, 1, 11, (uint)counter, 0),
        AgentCounter.UnknownSecurityModels => MpdStats.Append(1, 0),
        AgentCounter.InvalidMsgs => MpdStats.Append(2, 0),
        AgentCounter.UnknownPduHandlers => MpdStats.Append(3, 0),
        AgentCounter.UnknownContexts => new Oid(1, 3, 6, 1, 6, 3, 12, 1, 5, 0),
        AgentCounter.UnsupportedSecLevels => UsmStats.Append(1, 0),
        AgentCounter.NotInTimeWindows => UsmStats.Append(2, 0),
        AgentCounter.UnknownUserNames => UsmStats.Append(3, 0),
        AgentCounter.UnknownEngineIds => UsmStats.Append(4, 0),
        AgentCounter.WrongDigests => UsmStats.Append(5, 0),
        _ => UsmStats.Append(6, 0),
    };

    /// <summary>The counter's name in its MIB.</summary>
    internal static string Descriptor(AgentCounter counter) => counter switch
    {
        AgentCounter.InAsnParseErrs => "snmpInASNParseErrs",
        AgentCounter.UnknownPduHandlers => "snmpUnknownPDUHandlers",
        AgentCounter.UnknownEngineIds => "usmStatsUnknownEngineIDs",
        <= AgentCounter.UnknownContexts => $"snmp{counter}",
        _ => $"usmStats{counter}",
    };

    internal void Count(AgentCounter counter, int times = 1) => Interlocked.Add(ref _counts[(int)counter], (uint)times);

    /// <summary>The counter that belongs to a refusal.</summary>
    internal static AgentCounter Of(SnmpRefusal reason) => reason switch
    {
        SnmpRefusal.Version => AgentCounter.InBadVersions,
        SnmpRefusal.Community or SnmpRefusal.Source => AgentCounter.InBadCommunityNames,
        SnmpRefusal.Operation => AgentCounter.UnknownPduHandlers,
        SnmpRefusal.SecurityModel => AgentCounter.UnknownSecurityModels,
        SnmpRefusal.InvalidMessage => AgentCounter.InvalidMsgs,
        SnmpRefusal.UnknownEngine => AgentCounter.UnknownEngineIds,
        SnmpRefusal.UnknownUser => AgentCounter.UnknownUserNames,
        SnmpRefusal.UnsupportedSecurityLevel => AgentCounter.UnsupportedSecLevels,
        SnmpRefusal.WrongDigest => AgentCounter.WrongDigests,
        SnmpRefusal.NotInTimeWindow or SnmpRefusal.Replayed => AgentCounter.NotInTimeWindows,
        SnmpRefusal.DecryptionError => AgentCounter.DecryptionErrors,
        SnmpRefusal.UnknownContext => AgentCounter.UnknownContexts,
        SnmpRefusal.NoRoom => AgentCounter.SilentDrops,
        _ => AgentCounter.InAsnParseErrs,
    };
}
