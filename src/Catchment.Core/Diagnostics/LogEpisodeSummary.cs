namespace Catchment.Core.Diagnostics;

/// <summary>What an episode was.</summary>
/// <param name="Count">How often its condition was met, the first time included.</param>
/// <param name="Lasted">From the first time to the end.</param>
public sealed record LogEpisodeSummary(long Count, TimeSpan Lasted);
