using System.Net;
using Catchment.Protocols.Snmp;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>How an SNMP agent is asked. Source: <c>tags</c> 10.1.</summary>
public sealed record SnmpDevice
{
    /// <summary>The UDP port of agents.</summary>
    public const int UsualPort = 161;

    // The size of a request is the limit; agents that take fewer are asked for fewer after a while.
    private const int MostVariables = 1_000;

    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>UDP port.</summary>
    public int Port { get; init; } = UsualPort;

    /// <summary>The version.</summary>
    public SnmpVersion Version { get; init; } = SnmpVersion.V2c;

    /// <summary>In v1 and v2c the community.</summary>
    public string Community { get; init; } = "public";

    /// <summary>How long an answer is waited for, each time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a request without an answer is sent again.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>In v3 how messages are protected.</summary>
    public SnmpSecurityLevel Level { get; init; } = SnmpSecurityLevel.NoAuthNoPriv;

    /// <summary>In v3 who asks, with what <see cref="Level"/> needs; null: another version.</summary>
    public SnmpUser? User { get; init; }

    /// <summary>In v3 the context's name.</summary>
    public string ContextName { get; init; } = "";

    /// <summary>In v3 the context's engine, in hex; empty: the agent's own.</summary>
    public string ContextEngineId { get; init; } = "";

    /// <summary>The longest request in bytes; in v3 also the longest answer.</summary>
    public int MaxPduSize { get; init; } = 1_400;

    /// <summary>So many single tags are read along with a GetBulkRequest.</summary>
    public int BulkNonRepeaters { get; init; }

    /// <summary>So many rows of a table a GetBulkRequest reads from each name on; below 2: none is sent.</summary>
    public int BulkMaxRepetitions { get; init; } = 10;

    /// <summary>Where it is, for people.</summary>
    public string Endpoint => IPAddress.TryParse(Host, out var address) ? new IPEndPoint(address, Port).ToString() : $"{Host}:{Port}";

    /// <summary>What a client asks it by.</summary>
    /// <param name="time">The clock of the time-outs.</param>
    public SnmpClientOptions Options(TimeProvider time) => new()
    {
        Endpoint = IPAddress.TryParse(Host, out var address) ? new IPEndPoint(address, Port) : new DnsEndPoint(Host, Port),
        Version = Version,
        Community = Community,
        User = User,
        Level = User is null ? null : Level,
        ContextName = ContextName,
        ContextEngineId = ContextEngineId.Length == 0 ? (ReadOnlyMemory<byte>?)null : Convert.FromHexString(ContextEngineId),
        Timeout = Timeout,
        Retries = Retries,
        MaxPduSize = MaxPduSize,
        MaxVariables = MostVariables,
        MaxRepetitions = BulkMaxRepetitions,
        NonRepeaters = BulkNonRepeaters,
        Time = time,
    };

    /// <summary>For people; without community and passwords.</summary>
    public override string ToString() => $"{Endpoint} {Version} {User}";
}
