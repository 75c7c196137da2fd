using Catchment.Core.Plugins;

namespace Catchment.SamplePlugin;

public static class DefinedIngest
{
    public static PluginDefinition Definition { get; } = new(nameof(DefinedIngest), setup =>
        setup.Config is null ? throw new PluginException("it wants settings.") : () => new DependentIngest());
}
