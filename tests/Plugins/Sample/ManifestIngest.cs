using Catchment.Core.Plugins;

namespace Example;

/// <summary>Appends the path of each file to a list, and refuses what does not fit on a tape.</summary>
public sealed class ManifestIngest : IIngestPlugin
{
    private static readonly Lock Gate = new(); // Each thread of the ingester has an instance.

    private readonly PluginSetup _setup;
    private readonly string _list;

    public ManifestIngest(PluginSetup setup)
    {
        _setup = setup;
        var config = PluginConfig.Of(setup.Config);
        _list = config.RequiredText("list");
        config.End(); // Any other key is a mistake.
    }

    public string Version => "1.0";

    public void Execute(string path, CancellationToken cancellation)
    {
        if (new FileInfo(path).Length > 1_000_000_000)
            throw new IngestFailureException("larger than a tape");
        lock (Gate)
            File.AppendAllText(_list, _setup.RelativePath(path) + "\n");
    }
}
