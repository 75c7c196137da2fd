using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Live;

namespace Catchment.Composition;

/// <summary>What services find in the process that they run in.</summary>
/// <param name="Configuration">The node's configuration.</param>
/// <param name="Metrics">Where they count.</param>
/// <param name="Feed">Where they tell what happens.</param>
/// <param name="Loggers">Makes their logs.</param>
/// <param name="OwnState">The claimed state folder of the one service that runs alone; null: each service claims its own.</param>
/// <param name="End">By what the one service that runs alone ends the process; null: others run beside it.</param>
internal sealed record NodeRoom(NodeConfiguration Configuration, NodeMetrics Metrics, LiveFeed Feed, ILoggerFactory Loggers, StateFolder? OwnState, NodeEnd? End);
