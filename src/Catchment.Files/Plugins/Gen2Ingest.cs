using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins;

/// <summary>Hands each file to the site's Gen2 command (<c>ingestImages.py</c>). Source: <c>files</c> 6.</summary>
internal static class Gen2Ingest
{
    private const int Lines = 20;

    /// <summary>Its entry in the catalog.</summary>
    public static PluginDefinition Definition { get; } = new("Gen2Ingest", Prepare);

    private static Func<IIngestPlugin> Prepare(PluginSetup setup)
    {
        var config = PluginConfig.Of(setup.Config);
        var command = config.Texts("command") ?? ["ingestImages.py"];
        var limit = ProgramIngest.Shorter(config.Seconds("timeout"), setup.AttemptTimeout);
        var butler = config.RequiredSection("butler");
        var root = butler.RequiredText("root");
        butler.End();
        var options = new List<string>();
        if (config.Section("ingest") is { } ingest)
        {
            ingest.OnlyDefault("task", "lsst.pipe.tasks.ingest.IngestTask", "name the program of another task as command");
            root = ingest.Text("root") ?? root; // The two were merged into one set, in which the latter won.
            if (ingest.OneOf("mode", "copy", "link", "move", "skip") is { } mode)
                options.AddRange(["--mode", mode]);
            foreach (var (key, option) in new[] { ("create", "--create"), ("dryrun", "--dry-run"), ("ignoreIngested", "--ignore-ingested") })
            {
                if (ingest.Boolean(key) == true)
                    options.Add(option);
            }

            ingest.End();
        }

        config.End();
        var program = ExternalProgram.Find(command[0]);
        var version = ProgramIngest.VersionOf(program, command.Skip(1), setup.Stopping);
        IEnumerable<string> Step(string path) => [.. command.Skip(1), root, .. options, Literal(path)];
        return () => new ProgramIngest(program, [Step], limit, version, Lines);
    }

    /// <summary>The command takes its files for patterns, and ends well when one finds nothing: brackets are to stand for themselves.</summary>
    private static string Literal(string path) => string.Concat(path.Select(c => c is '[' or '*' or '?' ? $"[{c}]" : c.ToString()));
}
