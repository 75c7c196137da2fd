using System.Net;

namespace Catchment.Protocols.Snmp;

/// <summary>How a manager asks an agent.</summary>
public sealed record SnmpClientOptions
{
    /// <summary>Where the agent is: an <see cref="IPEndPoint"/>, or a <see cref="DnsEndPoint"/>, whose name is looked up whenever the socket is made.</summary>
    public required EndPoint Endpoint { get; init; }

    /// <summary>In which version.</summary>
    public SnmpVersion Version { get; init; } = SnmpVersion.V2c;

    /// <summary>With v1 and v2c the community.</summary>
    public string Community { get; init; } = "public";

    /// <summary>With v3 the user.</summary>
    public SnmpUser? User { get; init; }

    /// <summary>With v3 how messages are protected; null: as well as the user can.</summary>
    public SnmpSecurityLevel? Level { get; init; }

    /// <summary>With v3 the context's name.</summary>
    public string ContextName { get; init; } = string.Empty;

    /// <summary>With v3 the context's engine; null: the agent's own.</summary>
    public ReadOnlyMemory<byte>? ContextEngineId { get; init; }

    /// <summary>How long an answer is waited for, each time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a request is sent again without an answer.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>The longest request in bytes; v3 also tells the agent not to send longer answers. 484 to 65,507.</summary>
    public int MaxPduSize { get; init; } = 1_400;

    /// <summary>The most variables of a request that reads; more are asked for in several.</summary>
    public int MaxVariables { get; init; } = 50;

    /// <summary>
    /// Where <see cref="SnmpClient.ReadAsync"/> reads rows of a table that follow one another, a GetBulkRequest reads so many of them from
    /// each name on, if that takes fewer requests; below 2: none is sent. Not in v1.
    /// </summary>
    public int MaxRepetitions { get; init; }

    /// <summary>So many other variables are read along with the first such request.</summary>
    public int NonRepeaters { get; init; }

    /// <summary>The clock of the time-outs and of the engine's time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
