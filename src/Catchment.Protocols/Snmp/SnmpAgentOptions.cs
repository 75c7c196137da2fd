using System.Net;

namespace Catchment.Protocols.Snmp;

/// <summary>How an agent serves.</summary>
public sealed record SnmpAgentOptions
{
    /// <summary>The longest message over UDP and IPv4, in bytes.</summary>
    public const int MostMessageBytes = 65_507;

    /// <summary>The UDP endpoints; port 0 takes any free one.</summary>
    public required IReadOnlyList<IPEndPoint> Endpoints { get; init; }

    /// <summary>The enterprise number in the engine's identity, when it gets one, and in <see cref="SysObjectId"/>'s default.</summary>
    public required uint Enterprise { get; init; }

    /// <summary>Keeps the engine's identity and boots.</summary>
    public required ISnmpEngineStore Engine { get; init; }

    /// <summary>Who may ask in v1 and v2c; none: these are not served.</summary>
    public IReadOnlyList<SnmpCommunity> Communities { get; init; } = [];

    /// <summary>Whether the communities may be used in v1, too.</summary>
    public bool AllowV1 { get; init; } = true;

    /// <summary>Who may ask in v3; none: it is not served.</summary>
    public IReadOnlyList<SnmpAgentUser> Users { get; init; } = [];

    /// <summary>Where notifications go.</summary>
    public IReadOnlyList<SnmpTarget> Targets { get; init; } = [];

    /// <summary>The longest message that it sends and takes, in bytes: 484 to <see cref="MostMessageBytes"/>.</summary>
    public int MaxMessageBytes { get; init; } = MostMessageBytes;

    /// <summary>The most variables of a request; with more it is not taken.</summary>
    public int MaxVariables { get; init; } = 2_000;

    /// <summary>The most variables of an answer to a GetBulkRequest.</summary>
    public int MaxBulkVariables { get; init; } = 5_000;

    /// <summary>sysDescr.0.</summary>
    public string SysDescr { get; init; } = "SNMP agent";

    /// <summary>sysObjectID.0; null: the enterprise's subtree.</summary>
    public Oid? SysObjectId { get; init; }

    /// <summary>sysContact.0.</summary>
    public string SysContact { get; init; } = string.Empty;

    /// <summary>sysName.0.</summary>
    public string SysName { get; init; } = string.Empty;

    /// <summary>sysLocation.0.</summary>
    public string SysLocation { get; init; } = string.Empty;

    /// <summary>sysServices.0: 72 is a host with applications.</summary>
    public int SysServices { get; init; } = 72;

    /// <summary>Is told what happens.</summary>
    public ISnmpAgentObserver? Observer { get; init; }

    /// <summary>The clock of sysUpTime and of the engine.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a stop waits for notifications that are on their way.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(2);
}
