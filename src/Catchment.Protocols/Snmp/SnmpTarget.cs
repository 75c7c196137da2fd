using System.Net;

namespace Catchment.Protocols.Snmp;

/// <summary>Where an agent sends its notifications. Source: RFC 3413, 3.3.</summary>
public sealed record SnmpTarget
{
    /// <summary>Where.</summary>
    public required IPEndPoint Endpoint { get; init; }

    /// <summary>v2c or v3.</summary>
    public SnmpVersion Version { get; init; } = SnmpVersion.V2c;

    /// <summary>With v2c the community. When the agent has one of that name, its view says what may be sent.</summary>
    public string? Community { get; init; }

    /// <summary>With v3 the name of one of the agent's users, whose view says what may be sent.</summary>
    public string? UserName { get; init; }

    /// <summary>Whether it confirms them, and gets them again until then.</summary>
    public bool Inform { get; init; }

    /// <summary>How long a confirmation is waited for.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How often a notification is sent again when it is not confirmed.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>So many notifications may wait while it does not confirm; those that come then are lost, and told to the observer.</summary>
    public int Queue { get; init; } = 1_000;
}
