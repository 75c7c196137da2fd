using Catchment.Core.Configuration;

namespace Catchment.Core.Plugins;

/// <summary>What a plugin is set up with.</summary>
/// <param name="Config">Its key <c>plugin.config</c> as it is written; null: nothing.</param>
/// <param name="AttemptTimeout">The longest attempt that the ingester allows; null: no limit.</param>
public sealed record PluginSetup(ConfigurationNode? Config, TimeSpan? AttemptTimeout);
