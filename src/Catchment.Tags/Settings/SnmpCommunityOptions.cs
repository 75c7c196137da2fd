using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>An entry of <c>gateway.snmp.communities</c>.</summary>
public sealed record SnmpCommunityOptions
{
    /// <summary>The name that the original and most devices have.</summary>
    public const string UsualName = "public";

    /// <summary>Its name.</summary>
    [Setting("name", Description = "Name of the community: who knows it may ask. From a file or the environment.", Required = true, IsSecret = true, Pattern = "^[^\\x00-\\x1F]{1,255}$", Example = "plant")]
    public string Name { get; init; } = "";

    /// <summary>What may be done with it.</summary>
    [Setting("access", Description = "Whether it may only read, or write too what is mapped as read-write.")]
    public SnmpAccess Access { get; init; }

    /// <summary>What is seen with it; null: everything.</summary>
    [Setting("view", Description = "Name of the view that it sees; null for everything.")]
    public string? View { get; init; }

    /// <summary>What is written with it; null: what it sees.</summary>
    [Setting("write_view", Description = "Name of the view that it may write, when it may write; null for all that it sees.")]
    public string? WriteView { get; init; }

    /// <summary>From where it may be used; null: from everywhere.</summary>
    [Setting("sources", Description = "Addresses and networks that it may be used from; null for all.", Example = "10.0.0.0/8")]
    public IReadOnlyList<string>? Sources { get; init; }
}
