namespace Catchment.Tags.Sync.Statistics;

/// <summary>An error of the sync. Source: <c>tags</c> 8.2.</summary>
/// <param name="Time">When, in Unix seconds.</param>
/// <param name="Message">What.</param>
public sealed record SyncError(double Time, string Message);
