using System.Collections;
using Catchment.Core.Configuration;

namespace Catchment.Composition;

/// <summary>What the command line says about the configuration.</summary>
/// <param name="File">The file of <c>--config</c>; null: <c>catchment.yaml</c> in the working folder, if there is one.</param>
/// <param name="Words">The <c>key=value</c> words.</param>
/// <param name="Verbose"><c>--verbose</c>.</param>
/// <param name="As">The original by whose name or options the program was started.</param>
internal sealed record ConfigurationSource(string? File, IReadOnlyList<string> Words, bool Verbose = false, OriginalFile? As = null)
{
    /// <summary>Files over the first one, where the original takes several.</summary>
    internal IReadOnlyList<string> FurtherFiles { get; init; } = [];

    /// <summary>Variables beside those of the process.</summary>
    internal IReadOnlyDictionary<string, string> FurtherVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The program was started by the name of the original gateway.</summary>
    internal bool IsDataService { get; init; }

    private const string OwnFile = "catchment.yaml";

    /// <summary>Reads file, environment and words.</summary>
    internal NodeConfiguration Load()
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
        foreach (var (name, value) in FurtherVariables)
            environment[name] = value;
        var loaded = ConfigurationLoader.Load(Sections.Catalogue, new ConfigurationRequest
        {
            FilePath = File ?? (As is null && System.IO.File.Exists(OwnFile) ? OwnFile : null),
            FurtherFiles = FurtherFiles,
            As = As,
            Environment = environment,
            Words = Words,
            WorkingFolder = Environment.CurrentDirectory,
        });
        return new NodeConfiguration(loaded, Verbose) { IsDataService = IsDataService };
    }
}
