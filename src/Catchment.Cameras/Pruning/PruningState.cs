namespace Catchment.Cameras.Pruning;

/// <summary>What is remembered from run to run.</summary>
/// <param name="LastRun">When the last run ended that was not stopped and had no event that could not be deleted, UTC.</param>
internal sealed record PruningState(DateTimeOffset LastRun);
