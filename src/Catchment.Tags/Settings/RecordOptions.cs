using Catchment.Core.Configuration;
using Catchment.Tags.Recording;

namespace Catchment.Tags.Settings;

/// <summary>One entry of <c>gateway.store.record</c>, whose key is a pattern of keys.</summary>
public sealed record RecordOptions
{
    /// <summary>What is too small to be recorded.</summary>
    [Setting("deadband", Description = "A number is recorded when it differs by more than this from the one recorded last; 0 for every change.", Min = 0)]
    public double Deadband { get; init; }

    /// <summary>Between two records of a point.</summary>
    [Setting("shortest_interval", Description = "Least time between two records of a point; its newest value is recorded when it is over.", Min = 0, Max = 86_400, Unit = "seconds")]
    public TimeSpan ShortestInterval { get; init; }

    /// <summary>The rules of all entries, in their order.</summary>
    /// <param name="entries">The entries by pattern.</param>
    public static IReadOnlyList<RecordRule> ToRules(IReadOnlyDictionary<string, RecordOptions> entries) =>
        [.. entries.Select(entry => new RecordRule(entry.Key, entry.Value.Deadband, entry.Value.ShortestInterval))];
}
