using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Core.Live;

namespace Catchment.Cameras.Watcher;

/// <summary>What the watcher shares with the rest of the process, over all its runs.</summary>
/// <param name="Metrics">Its numbers.</param>
/// <param name="Board">Where it shows what outposts sent last.</param>
/// <param name="Listeners">Who is told what becomes of events.</param>
/// <param name="Feed">The live feed.</param>
/// <param name="Work">Makes what one run does beside recording.</param>
public sealed record WatcherServiceParts(
    WatcherMetrics Metrics, OutpostBoard Board, IReadOnlyList<IEventListener> Listeners, LiveFeed Feed, Func<WatcherRoom, IWatcherWork> Work);
