using System.Collections.Immutable;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>What is polled. Source: <c>tags</c> 10.</summary>
public sealed record PollerConfiguration
{
    /// <summary>Nothing.</summary>
    public static PollerConfiguration Empty { get; } = new();

    /// <summary>The devices that are enabled, as are their ports; with different names.</summary>
    public ImmutableArray<PollerDevice> Devices { get; init; } = [];

    /// <summary>The user tags, with different ids and names.</summary>
    public ImmutableArray<UserTag> UserTags { get; init; } = [];

    /// <summary>The calculation tags, with different ids and names.</summary>
    public ImmutableArray<PolledCalculation> CalculationTags { get; init; } = [];

    /// <summary>What is wrong in the file, a sentence for each; what it belongs to is not polled, everything else is.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
