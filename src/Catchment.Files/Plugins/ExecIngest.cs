using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins;

/// <summary>Runs any program for each file. Source: <c>files</c> 6.</summary>
internal static class ExecIngest
{
    private const string Path = "{path}";

    /// <summary>Its entry in the catalog.</summary>
    public static PluginDefinition Definition { get; } = new("ExecIngest", Prepare);

    private static Func<IIngestPlugin> Prepare(PluginSetup setup)
    {
        var config = PluginConfig.Of(setup.Config);
        var command = config.Texts("command") ?? throw new PluginException("plugin.config.command: found nothing; allowed: a list of text (required).");
        var limit = ProgramIngest.Shorter(config.Seconds("timeout"), setup.AttemptTimeout);
        var version = config.Text("version");
        config.End();
        var program = ExternalProgram.Find(command[0]);
        IEnumerable<string> Step(string path) => command.Skip(1).Select(word => word.Replace(Path, path, StringComparison.Ordinal));
        return () => new ProgramIngest(program, [Step], limit, version, lines: 1);
    }
}
