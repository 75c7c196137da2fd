using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Core.Hosting;
using Catchment.Files.Catalog;
using Catchment.Files.Ingester;
using Catchment.Files.Settings;
using Catchment.Files.Tables;

namespace Catchment.Composition;

/// <summary>The tables of files and events that a configuration names, for a command and for the console.</summary>
internal sealed class TrackedFiles : IDisposable
{
    private readonly FilesConfiguration _files;

    private TrackedFiles(FilesConfiguration files, FilesDatabase database)
    {
        _files = files;
        Database = database;
        Catalog = new FileCatalog(database);
    }

    /// <summary>The tables.</summary>
    internal FilesDatabase Database { get; }

    /// <summary>Answers questions about them.</summary>
    internal FileCatalog Catalog { get; }

    /// <summary>The storage folder; null: neither the configuration nor a finder of ours says where it is.</summary>
    internal string? Storage => _files.Storage ?? Database.StorageOfFinder();

    /// <summary>An ingester that runs with this configuration takes up what a person wants to be tried again.</summary>
    internal bool IsRerunByIngester => IsRerunBy(_files.Ingester);

    /// <summary>The tables that a configuration names; null: it names none as it should, and the user was told.</summary>
    internal static FilesDatabaseSettings? Settings(NodeConfiguration configuration)
    {
        var settings = SetupSettings.Resolve(configuration.Loaded.Section<FilesOptions>(), out var problems);
        foreach (var (key, found, allowed) in settings is null ? problems : [])
            Console.Error.WriteLine($"error: {key}: found {found}, allowed: {allowed}");
        return settings;
    }

    /// <summary>Opens them.</summary>
    /// <exception cref="FilesDatabaseException">They are not there.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="MigrationException">What Catchment keeps beside them could not be made.</exception>
    /// <exception cref="StateFolderException">The state folder cannot be had.</exception>
    internal static TrackedFiles Open(NodeConfiguration configuration, FilesDatabaseSettings settings) =>
        new(configuration.Files, OpenDatabase(configuration, settings));

    /// <summary>Opens them for one who only looks: nothing is made beside them. Throws as <see cref="Open"/> does.</summary>
    internal static TrackedFiles View(NodeConfiguration configuration, FilesDatabaseSettings settings) =>
        new(configuration.Files, FilesDatabase.View(settings, configuration.Files.Places(IngesterMetrics.Service), TimeProvider.System));

    /// <summary>Opens the tables alone; throws as <see cref="Open"/> does.</summary>
    internal static FilesDatabase OpenDatabase(NodeConfiguration configuration, FilesDatabaseSettings settings) =>
        FilesDatabase.Open(settings, configuration.Files.StatePath(IngesterMetrics.Service), TimeProvider.System);

    /// <summary>Whether an ingester with these settings takes up what a person wants to be tried again.</summary>
    internal static bool IsRerunBy(IngesterSettings? ingester) => ingester is { IsDaemon: true } && (ingester.Status == FileStatus.Rerun || ingester.Also.Contains(FileStatus.Rerun));

    /// <inheritdoc/>
    public void Dispose() => Database.Dispose();
}
