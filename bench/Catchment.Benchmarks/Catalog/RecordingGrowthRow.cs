namespace Catchment.Benchmarks.Catalog;

/// <summary>The catalog of recorded events at one size.</summary>
/// <param name="Events">Events in it.</param>
/// <param name="MicrosecondsPerEvent">Time to add an event, over the last ones, in batches.</param>
/// <param name="MillisecondsPerChange">Median time to change one event.</param>
/// <param name="PageMilliseconds">Median time of each question.</param>
internal sealed record RecordingGrowthRow(long Events, double MicrosecondsPerEvent, double MillisecondsPerChange, IReadOnlyList<double> PageMilliseconds);
