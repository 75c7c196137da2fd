using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration;

/// <summary>A temporary folder with a configuration file, and the catalogue that the tests configure.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public static readonly OriginalFile ImageHub = new()
    {
        FileName = "imagehub.yaml",
        Section = "hub",
        TopKeys = ["hub"],
        NestedUnder = "hub",
        IgnoresUnknownKeys = true,
    };

    public static readonly OriginalFile DataPump = new()
    {
        FileName = "datapump.yaml",
        Section = "pump",
        TopKeys = ["control_port", "camwatcher", "imagefolder", "datafolder", "facefile", "logconfig"],
    };

    public static readonly ConfigurationCatalogue Catalogue = new(
        [
            new SectionDefinition(string.Empty, typeof(NodeOptions), "The node itself."),
            new SectionDefinition("logging", typeof(LoggingOptions), "Messages of every service."),
            new SectionDefinition("web", typeof(WebOptions), "Console and HTTP API."),
            new SectionDefinition("otlp", typeof(TelemetryExportOptions), "Metrics for a collector."),
            new SectionDefinition("database", typeof(DatabaseSection), "Catalog and state."),
            new SectionDefinition("hub", typeof(SampleHubOptions), "Receives pictures."),
            new SectionDefinition("pump", typeof(SamplePumpOptions), "Serves recorded data."),
            new SectionDefinition("everything", typeof(SampleEverythingOptions), "Every type of setting."),
        ],
        [ImageHub, DataPump]);

    public string Folder { get; } = Directory.CreateTempSubdirectory("catchment-configuration-").FullName;

    public string WorkingFolder => Directory.CreateDirectory(Path.Combine(Folder, "working")).FullName;

    /// <summary>Writes a file and loads it under its bare name from the folder.</summary>
    public LoadedConfiguration Load(
        string fileName, string text, string[]? words = null, Variables? environment = null, OriginalFile? original = null)
    {
        File.WriteAllText(Path.Combine(Folder, fileName), text);
        return ConfigurationLoader.Load(Catalogue, new ConfigurationRequest
        {
            FilePath = Path.Combine("..", fileName),
            As = original,
            Words = words ?? [],
            Environment = environment ?? new Variables(),
            WorkingFolder = WorkingFolder,
        });
    }

    /// <summary>Loads without a file.</summary>
    public LoadedConfiguration LoadNothing(string[]? words = null, Variables? environment = null) =>
        ConfigurationLoader.Load(Catalogue, new ConfigurationRequest
        {
            Words = words ?? [],
            Environment = environment ?? new Variables(),
            WorkingFolder = WorkingFolder,
        });

    /// <summary>The texts of all messages, with the file's bare name.</summary>
    public static string[] Texts(LoadedConfiguration configuration) =>
        [.. configuration.Messages.Select(static message => message.Text.Replace("../", string.Empty, StringComparison.Ordinal))];

    /// <summary>The number of inputs of a fuzz test.</summary>
    public static int FuzzCount(int usual, int full) =>
        Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") is "1" ? full : usual;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>An environment.</summary>
    public sealed class Variables() : Dictionary<string, string>(StringComparer.Ordinal);
}
