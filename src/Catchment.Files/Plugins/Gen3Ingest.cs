using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins;

/// <summary>Hands each file to the site's Gen3 command: <c>butler ingest-raws</c>, and <c>butler define-visits</c> if visits are wanted. Source: <c>files</c> 6.</summary>
internal static class Gen3Ingest
{
    private const int Lines = 20;
    private const string Instead = "name a command that does it";

    /// <summary>Its entry in the catalog.</summary>
    public static PluginDefinition Definition { get; } = new("Gen3Ingest", Prepare);

    private static Func<IIngestPlugin> Prepare(PluginSetup setup)
    {
        var config = PluginConfig.Of(setup.Config);
        var command = config.Texts("command") ?? ["butler"];
        var limit = ProgramIngest.Shorter(config.Seconds("timeout"), setup.AttemptTimeout);
        var butler = config.RequiredSection("butler");
        var root = butler.RequiredText("root");
        var collection = butler.Text("collection");
        butler.End();
        var ingestion = Ingestion(config.Section("ingest"), collection);
        var visits = Visits(config.Section("visits"), collection);
        config.End();
        var program = ExternalProgram.Find(command[0]);
        string[] before = [.. command.Skip(1)];
        var version = ProgramIngest.VersionOf(program, before, setup.Stopping);
        var steps = new List<Func<string, IEnumerable<string>>> { path => [.. before, "ingest-raws", .. ingestion, root, path] };
        if (visits is { } both)
            steps.Add(_ => [.. before, "define-visits", .. both.Options, root, both.Instrument]);
        return () => new ProgramIngest(program, steps, limit, version, Lines);
    }

    private static List<string> Ingestion(PluginConfig? ingest, string? collection)
    {
        var options = new List<string>();
        options.AddRange(["--transfer", ingest?.OneOf("transfer", "auto", "link", "symlink", "hardlink", "copy", "move", "relsymlink", "direct") ?? "direct"]);
        var run = ingest?.Text("output_run");
        if ((collection ?? run) is { } output)
            options.AddRange(["--output-run", output]);
        if (ingest is null)
            return options;
        Add(options, "--ingest-task", ingest.Text("task"));
        Add(options, "--config-file", ingest.Text("config_file"));
        foreach (var (key, value) in ingest.Values("config"))
            options.AddRange(["--config", $"{key}={value}"]);
        Add(options, "--regex", ingest.Text("file_filter"));
        Add(options, ingest.Boolean("skip_existing_exposures"), "skip-existing");
        Add(options, ingest.Boolean("update_exposure_records"), "update-records");
        Add(options, ingest.Boolean("track_file_attrs"), "track-file-attrs");
        ingest.OnlyDefault("group_files", "true", Instead);
        ingest.Ignore("pool");
        ingest.Ignore("processes");
        ingest.End();
        return options;
    }

    private static (string Instrument, IReadOnlyList<string> Options)? Visits(PluginConfig? visits, string? collection)
    {
        if (visits is null || visits.IsEmpty)
            return null;
        var options = new List<string>();
        visits.OnlyDefault("task", "lsst.obs.base.DefineVisitsTask", Instead);
        Add(options, "--config-file", visits.Text("config_file"));
        var collections = visits.Texts("collections");
        Add(options, "--collections", collection ?? (collections is null ? null : string.Join(',', collections)));
        Add(options, visits.Boolean("update_records"), "update-records");
        visits.Ignore("processes");
        var instrument = visits.RequiredText("instrument");
        visits.End();
        return (instrument, options);
    }

    private static void Add(List<string> options, string option, string? value)
    {
        if (value is not null)
            options.AddRange([option, value]);
    }

    // What the file does not say is left to the command: older ones lack the later options.
    private static void Add(List<string> options, bool? value, string option)
    {
        if (value is { } isSet)
            options.Add(isSet ? $"--{option}" : $"--no-{option}");
    }
}
