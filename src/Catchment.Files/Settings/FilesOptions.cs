using Catchment.Core.Configuration;

namespace Catchment.Files.Settings;

/// <summary>The section <c>files</c>: the keys of endmgr's files, and our own.</summary>
/// <remarks>Source: <c>files</c> 2.</remarks>
public sealed record FilesOptions
{
    /// <summary>The name of the section, for messages.</summary>
    public const string Section = "files";

    /// <summary>The database with the tables of files and events.</summary>
    [Setting("database", Description = "The database with the tables of files and events.")]
    public FilesDatabaseOptions Database { get; init; } = new();

    /// <summary>The finder.</summary>
    [Setting("finder", Description = "The finder: discovers files and tracks them.")]
    public FinderOptions Finder { get; init; } = new();

    /// <summary>The ingester.</summary>
    [Setting("ingester", Description = "The ingester: hands tracked files to a data management system.")]
    public IngesterOptions Ingester { get; init; } = new();

    /// <summary>The backfill.</summary>
    [Setting("backfill", Description = "Backfill: tracks files that were in place before.")]
    public BackfillOptions Backfill { get; init; } = new();

    /// <summary>Who is told of results.</summary>
    [Setting("notifications", Description = "Who is told of attempts that failed.")]
    public NotificationOptions Notifications { get; init; } = new();

    /// <summary>The log file.</summary>
    [Setting("logging", Description = "The log of finder, ingester and backfill, in their original's form.")]
    public FilesLogOptions Logging { get; init; } = new();
}
