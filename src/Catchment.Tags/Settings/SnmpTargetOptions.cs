using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>An entry of <c>gateway.snmp.traps.targets</c>.</summary>
public sealed record SnmpTargetOptions
{
    /// <summary>Where it is.</summary>
    [Setting("address", Description = "Address and port of who is told.", Required = true, Example = "10.0.0.5:162")]
    public string Address { get; init; } = "";

    /// <summary>The community of v2c.</summary>
    [Setting("community", Description = "With v2c the community. From a file or the environment.", IsSecret = true, DefaultText = "null")]
    public string? Community { get; init; }

    /// <summary>The user of v3.</summary>
    [Setting("user", Description = "With v3 the name of one of the agent's users.")]
    public string? User { get; init; }

    /// <summary>Whether it confirms.</summary>
    [Setting("inform", Description = "Whether it confirms notifications, and gets them again until then.")]
    public bool Inform { get; init; }
}
