using System.Data.Common;
using System.Text;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Plugins;
using Catchment.Core.Storage;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Ingest;
using Catchment.Telemetry.Schema;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Plugin;

/// <summary>
/// A plugin of the ingester: telemetry files that a file transfer has brought go into <c>telem</c>, each with its origin and its ingest record. Success comes behind the commit;
/// what is done again after a kill finds its rows there. Source: <c>telemetry</c> 9, 10.
/// </summary>
public sealed partial class TelemetryIngest : IIngestPlugin, IDisposable
{
    private static readonly string[] Endings = [".bintel", ".ndjson", ".ndjson.gz"];

    private readonly PluginSetup _setup;
    private readonly TelemetryIngestSettings _settings;
    private readonly TelemetryDatabase _database;
    private readonly SemaphoreSlim? _oneAtATime;
    private readonly FileIngest _ingest;
    private readonly Action _leave;

    private TelemetryIngest(PluginSetup setup, TelemetryIngestSettings settings, TelemetryDatabase database, SemaphoreSlim? oneAtATime, Action leave)
    {
        (_setup, _settings, _database, _oneAtATime, _leave) = (setup, settings, database, oneAtATime, leave);
        _ingest = new FileIngest(settings.Telemetry, database, copies: null, TimeProvider.System, setup.Logger);
    }

    /// <summary>Its entry in the catalog. A database that is away when it is set up is told as that, and not as a mistake of the configuration: later it may be there.</summary>
    public static PluginDefinition Definition { get; } = new("TelemetryIngest", Prepare);

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public void Execute(string path, CancellationToken cancellation)
    {
        if (!Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.Ordinal)))
            throw new IngestFailureException($"no file of telemetry: its name ends in none of {string.Join(", ", Endings)}");

        path = Path.GetFullPath(path); // As the inventory of that folder would record it.

        // SQLite has one writer: the threads wait here, and not for its lock.
        _oneAtATime?.Wait(cancellation);
        try
        {
            var origin = Origin(path);
            var known = new TransactionRetry(TimeProvider.System, _setup.Logger).Run(() => Note(origin), cancellation);

            // A record of an older copy, or of part of the file, would keep the rest of it from its own computer's backfill.
            var isWhole = known is null || known.Value.Size == origin.Size;
            if (!isWhole)
            {
                var shown = LogText.OneLine(path);
                LogOther(_setup.Logger, shown, origin.Size, known!.Value.Size);
            }

            // A transfer that does not keep the time has given the copy a later one.
            if (known is { Modified: { } modified } && modified < origin.Modified)
                origin = origin with { Modified = modified };
            Judge(_ingest.Read(path, cancellation, origin, isWhole));
        }
        finally
        {
            _oneAtATime?.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ingest.Dispose();
        _leave();
    }

    private static Func<IIngestPlugin> Prepare(PluginSetup setup)
    {
        var settings = TelemetryIngestSettings.Of(setup);
        try
        {
            var database = TelemetryDatabase.Open(settings.Telemetry.Database);
            var oneAtATime = database.Kind == DatabaseKind.Sqlite ? new SemaphoreSlim(1) : null;
            var users = 0;
            return () =>
            {
                Interlocked.Increment(ref users);
                return new TelemetryIngest(setup, settings, database, oneAtATime, Leave);
            };

            // Who takes a thread's place comes before that one leaves: the last to leave is the last.
            void Leave()
            {
                if (Interlocked.Decrement(ref users) == 0)
                    database.Dispose();
            }
        }
        catch (Exception e) when ((e is DbException or TimeoutException or TelemetryDatabaseException or IOException or UnauthorizedAccessException) && !Database.IsAway(e))
        {
            throw new PluginException($"plugin.config.database: the tables of telemetry cannot be used in {settings.Telemetry.Database}: {e.Message}", e);
        }
    }

    /// <summary>What the inventory is to know of the file: where it came from, with the time and size that it has here.</summary>
    private FileOrigin Origin(string path)
    {
        using var folder = FolderHandle.Open(Path.GetDirectoryName(path)!);
        if (folder?.TargetFacts(Encoding.UTF8.GetBytes(Path.GetFileName(path))) is not { Kind: FileKind.File } facts)
            throw new IngestFailureException("it is no longer there, or no regular file");
        var origin = _settings.OriginFolder is { } known ? Path.Combine(known, Below(path)) : path;
        if (ColumnWidths.Characters(origin) > ColumnWidths.Path)
            throw new IngestFailureException($"its path has more than the {ColumnWidths.Path} characters that the tables have room for");
        return new FileOrigin(_settings.Telemetry.Hostname, origin, Instant.OfFile(facts.Modified), FlatlogName.Parse(path).StartMicroseconds ?? Instant.OfFile(facts.Changed), facts.Size);
    }

    private string Below(string path) => _setup.RelativePath(path) is var below && !Path.IsPathRooted(below)
        ? below
        : throw new IngestFailureException("it does not lie below the storage folder, so that origin_folder does not tell where it came from");

    /// <summary>Before the rows, whose record refers to it. Alone it does no harm: it is a file that has not been read.</summary>
    /// <returns>What its own computer has recorded of it; null: nothing, or it is recorded where it lies.</returns>
    private KnownFile? Note(FileOrigin origin)
    {
        using var connection = _database.Connect();
        using var transaction = connection.BeginTransaction();

        // What its own computer has recorded of it is right; a transfer may have given the copy another time.
        var known = _settings.OriginFolder is null ? null : _database.Tables.Known(transaction, origin);
        if (known is null)
            TelemetryTables.Add(transaction, [origin]);
        transaction.Commit();
        return known;
    }

    private static void Judge(IngestedFile file)
    {
        switch (file.End)
        {
            case FileEnd.Missing:
                throw new IngestFailureException("it is no longer there");
            case FileEnd.Nameless or FileEnd.Failed:
                throw new IngestFailureException(LogText.OneLine(file.Reason ?? "it could not be read"));
            case FileEnd.Unrecorded when file.Tail is { } tail:
                throw new IngestFailureException($"torn: {tail}; its {file.Entries} complete entries are stored, and it has no ingest record");
        }

        if (file is { Entries: 0, Skipped: > 0 })
            throw new IngestFailureException($"none of its {file.Skipped} entries can be stored: {file.Reason}");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: has {Size} bytes, and {Known} where it came from: its rows are stored, and it has no ingest record")]
    private static partial void LogOther(ILogger logger, string path, long size, long? known);
}
