namespace Catchment.Protocols.Snmp;

/// <summary>Why an agent did not take a message.</summary>
public enum SnmpRefusal
{
    /// <summary>It is no SNMP message, or holds more variables than it may (snmpInASNParseErrs).</summary>
    Malformed,

    /// <summary>A version that is not served (snmpInBadVersions).</summary>
    Version,

    /// <summary>There is no such community (snmpInBadCommunityNames).</summary>
    Community,

    /// <summary>There is, but not for this address (snmpInBadCommunityNames).</summary>
    Source,

    /// <summary>Not an operation that an agent takes (snmpUnknownPDUHandlers).</summary>
    Operation,

    /// <summary>v3: another security model than the user-based one (snmpUnknownSecurityModels).</summary>
    SecurityModel,

    /// <summary>v3: flags or parameters that cannot be (snmpInvalidMsgs).</summary>
    InvalidMessage,

    /// <summary>v3: for another engine; also the question for the engine's identity, with which each client begins (usmStatsUnknownEngineIDs).</summary>
    UnknownEngine,

    /// <summary>v3: there is no such user (usmStatsUnknownUserNames).</summary>
    UnknownUser,

    /// <summary>v3: the user has not what the message wants (usmStatsUnsupportedSecLevels).</summary>
    UnsupportedSecurityLevel,

    /// <summary>v3: the signature is wrong (usmStatsWrongDigests).</summary>
    WrongDigest,

    /// <summary>v3: too old, of an earlier start, or of the future (usmStatsNotInTimeWindows).</summary>
    NotInTimeWindow,

    /// <summary>v3: a signed SetRequest that has come before (usmStatsNotInTimeWindows).</summary>
    Replayed,

    /// <summary>v3: it cannot be decrypted (usmStatsDecryptionErrors).</summary>
    DecryptionError,

    /// <summary>v3: another context than the default one (snmpUnknownContexts), or another engine's (snmpUnknownPDUHandlers).</summary>
    UnknownContext,

    /// <summary>Not even the answer that it is too big fits (snmpSilentDrops).</summary>
    NoRoom,
}
