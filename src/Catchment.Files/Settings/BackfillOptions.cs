using Catchment.Core.Configuration;

namespace Catchment.Files.Settings;

/// <summary>The key <c>files.backfill</c>. Source: <c>files</c> 2.5.</summary>
public sealed record BackfillOptions
{
    /// <summary>The folder of tracked files.</summary>
    [Setting("storage", Description = "Folder of tracked files.", IsPath = true, Required = true)]
    public string? Storage { get; init; }

    /// <summary>What is tracked.</summary>
    [Setting("sources", Description = "Files and folders below storage, with * ? [...] as in a shell; one that looks like a date in quotes.", Required = true)]
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>What is left out.</summary>
    [Setting("search", Description = "What is left out.")]
    public BackfillSearchOptions Search { get; init; } = new();
}
