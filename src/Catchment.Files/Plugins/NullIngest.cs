using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins;

/// <summary>Accepts every file and does nothing with it. Source: <c>files</c> 6.</summary>
internal sealed class NullIngest : IIngestPlugin
{
    /// <summary>Its entry in the catalog; whatever its settings say, they mean nothing.</summary>
    public static PluginDefinition Definition { get; } = new("NullIngest", static _ => static () => new NullIngest());

    /// <inheritdoc/>
    public string Version => ""; // Not null: as the original has it.

    /// <inheritdoc/>
    public void Execute(string path, CancellationToken cancellation)
    {
        // That is all.
    }
}
