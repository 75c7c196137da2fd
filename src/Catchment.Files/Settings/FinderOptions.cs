using Catchment.Core.Configuration;
using Catchment.Core.Storage;

namespace Catchment.Files.Settings;

/// <summary>The key <c>files.finder</c>. Source: <c>files</c> 2.3, 4.7.</summary>
public sealed record FinderOptions
{
    /// <summary>The folder that files arrive in, or that transfer logs are in.</summary>
    [Setting("source", Description = "Folder that files arrive in; with parse_rsync_logs the folder of the logs.", IsPath = true, Required = true)]
    public string? Source { get; init; }

    /// <summary>The folder that tracked files are in.</summary>
    [Setting("storage", Description = "Folder of tracked files.", IsPath = true, Required = true)]
    public string? Storage { get; init; }

    /// <summary>What is done with files; nodes, as null is an action, and other keys are allowed.</summary>
    [Setting("actions", Description = "What is done with a new file (standard) and with one that is tracked already (alternative): Move, Delete, Noop or null for Noop. A new file cannot be deleted.", Required = true)]
    public IReadOnlyDictionary<string, ConfigurationNode> Actions { get; init; } = new Dictionary<string, ConfigurationNode>(StringComparer.Ordinal);

    /// <summary>How files are looked for.</summary>
    [Setting("search", Description = "How files are looked for.", Required = true)]
    public FinderSearchOptions Search { get; init; } = new();

    /// <summary>Time between two searches.</summary>
    [Setting("pause", Description = "Time between two searches.", Max = 31_536_000, Unit = "seconds")]
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a file has to be still.</summary>
    [Setting("settle", Description = "How long a file has to be still before it is taken; one that was renamed into place is taken at once. 0: all at once.", Max = 86_400, Unit = "seconds")]
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What a tracked file survives.</summary>
    [Setting("durability", Description = "What a tracked file survives: a crash of the program (written) or a power cut (synced).")]
    public Durability Durability { get; init; } = Durability.Written;

    /// <summary>Files that are hashed at once.</summary>
    [Setting("workers", Description = "Files that are hashed at once; null: one for each processor.", Min = 1, Max = 256)]
    public int? Workers { get; init; }
}
