using Catchment.Core.Plugins;
using Catchment.Files.Plugins;

namespace Catchment.Files.Tests.Ingester;

/// <summary>A plugin that does what a test says.</summary>
internal sealed class PluginUnderTest(string? version, Action<string, CancellationToken> execute) : IIngestPlugin
{
    public const string Name = "UnderTest";

    public string? Version => version;

    public static PluginCatalog Catalog(Action<string, CancellationToken> execute, string? version = "test-1") =>
        Catalog(() => new PluginUnderTest(version, execute));

    public static PluginCatalog Catalog(Func<IIngestPlugin> make) => new([new PluginDefinition(Name, _ => make)]);

    public void Execute(string path, CancellationToken cancellation) => execute(path, cancellation);
}
