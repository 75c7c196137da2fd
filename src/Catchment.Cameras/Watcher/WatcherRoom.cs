using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Watcher;

/// <summary>What the parts of one run of the watcher share.</summary>
/// <param name="Settings">What it runs with.</param>
/// <param name="Metrics">Its numbers.</param>
/// <param name="Store">The one writer of indexes and tracking sets.</param>
/// <param name="Registry">The outposts.</param>
/// <param name="Listeners">Tells everybody who listens what becomes of events.</param>
/// <param name="State">The claimed state folder.</param>
/// <param name="Context">Clock, log, condition.</param>
public sealed record WatcherRoom(
    WatcherSettings Settings, WatcherMetrics Metrics, IEventStore Store, IOutpostRegistry Registry, IEventListener Listeners, StateFolder State, IServiceContext Context);
