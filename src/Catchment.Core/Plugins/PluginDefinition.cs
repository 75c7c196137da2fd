namespace Catchment.Core.Plugins;

/// <summary>A plugin that an ingester can be set up with.</summary>
/// <param name="Name">Its name in the key <c>plugin.name</c>; case matters.</param>
/// <param name="Prepare">
/// Checks the settings, once, and gives what makes the instance of each thread; throws <see cref="PluginException"/> when they are wrong.
/// </param>
public sealed record PluginDefinition(string Name, Func<PluginSetup, Func<IIngestPlugin>> Prepare);
