namespace Catchment.Cameras.Demo.Sentinels;

/// <summary>A task that a watcher requests.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="Date">The event's day.</param>
/// <param name="Event">The event.</param>
/// <param name="Sink">The data sink that asks.</param>
/// <param name="Pump">Its pump.</param>
/// <param name="Priority">The lowest number comes first.</param>
internal sealed record SentinelRequest(string Task, string Node, string View, string Date, string Event, string Sink, string Pump, long Priority);
