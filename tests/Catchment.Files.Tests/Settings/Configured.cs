using Catchment.Core.Configuration;
using Catchment.Files.Settings;

namespace Catchment.Files.Tests.Settings;

/// <summary>Reads configurations as the program does.</summary>
internal static class Configured
{
    public static readonly ConfigurationCatalogue Catalogue = new(
        [
            new SectionDefinition("", typeof(NodeOptions), "The node."),
            new SectionDefinition("database", typeof(DatabaseSection), "Catalog and state."),
            new SectionDefinition("logging", typeof(LoggingOptions), "Logs."),
            new SectionDefinition("files", typeof(FilesOptions), "Files."),
        ],
        EndpointFiles.All);

    /// <summary>Loads a text from a file in a folder of its own.</summary>
    public static LoadedConfiguration Load(string text, string name = "finder.yaml", OriginalFile? original = null, params string[] words)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[name], text);
        return LoadFile(folder[name], original, words);
    }

    public static LoadedConfiguration LoadFile(string path, OriginalFile? original, params string[] words) => ConfigurationLoader.Load(
        Catalogue, new ConfigurationRequest { FilePath = path, As = original, WorkingFolder = "/work-folder", Words = words });
}
