namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>What a sentinel publishes as a record.</summary>
/// <remarks>Source: the camera specification, 10.6.</remarks>
internal abstract record SentinelRecord;
