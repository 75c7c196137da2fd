using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Core.Hosting;
using Catchment.Core.Plugins;
using Catchment.Files.Notifications;
using Catchment.Files.Patterns;
using Catchment.Files.Plugins;
using Catchment.Files.Settings;
using Catchment.Files.Storage;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Ingester;

/// <summary>Hands tracked files to a data management system, and records every attempt. Source: <c>files</c> 5.</summary>
/// <param name="settings">What it runs with.</param>
/// <param name="plugins">The plugins that there are.</param>
/// <param name="metrics">Its numbers.</param>
/// <param name="stateFolder">Its state folder, claimed by this process.</param>
/// <param name="ended">Told what a run that is no daemon came to; the service then waits until it is stopped.</param>
/// <param name="loggers">Makes the log of SQL statements; null: there is none.</param>
/// <param name="news">Told of results; null: nobody is.</param>
public sealed partial class IngesterService(
    IngesterSettings settings, PluginCatalog plugins, IngesterMetrics metrics, string stateFolder, Action<IngestOutcome>? ended = null, ILoggerFactory? loggers = null,
    ResultNews? news = null) : IService
{
    private static readonly TimeSpan FinderWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FinderLook = TimeSpan.FromSeconds(0.25);

    /// <summary>How it is looked whether there is a file; a test puts a disk in trouble here.</summary>
    internal Func<string, bool> IsStored { get; init; } = StoredFile.IsThere;

    /// <inheritdoc/>
    public string Name => IngesterMetrics.Service;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        var outcome = Run(context, stopping);
        if (stopping.IsCancellationRequested)
            return;
        ended?.Invoke(outcome);
        await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Does the whole work on this thread: a daemon until it is asked to stop, another until no work is left.</summary>
    /// <param name="context">Where it tells its state.</param>
    /// <param name="stopping">Asks it to stop.</param>
    /// <exception cref="PluginException">The plugin cannot be set up; no file was touched.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop while the plugin was set up; no file was touched.</exception>
    /// <exception cref="IngesterException">There is no storage folder, or a plugin failed for good.</exception>
    /// <exception cref="FilesDatabaseException">The tables are not there.</exception>
    /// <exception cref="DbException">The database is away at the start, or refused.</exception>
    /// <exception cref="MigrationException">What Catchment keeps beside the tables could not be made.</exception>
    public IngestOutcome Run(IServiceContext context, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var database = FilesDatabase.Open(settings.Database, stateFolder, context.Time, loggers);
        var logger = context.Logger;
        if (database.KeepsToItself)
            LogKeepsToItself(logger, stateFolder);
        var place = $"{Environment.MachineName}:{MachineId()}:{stateFolder}";
        var tables = new IngesterTables(database, place, logger);
        var isEntered = true;
        using var adding = news?.Adding(); // Whoever tells waits for what comes of a stop.
        var wake = new AutoResetEvent(false); // Not disposed: an attempt that does not end may still set it.
        try
        {
            var storage = Storage(database, context.Time, stopping);
            var make = plugins.Prepare(settings.PluginName, new PluginSetup(settings.PluginConfig, settings.AttemptTimeout) { StorageFolder = Path.GetFullPath(storage), Stopping = stopping, Logger = logger });
            var check = new FileCheck(settings, storage, IsStored, pattern => LogTooSlow(logger, pattern.Text, PythonPattern.TimeLimit.TotalSeconds));
            var pool = new AttemptPool(make, check.PathOf, settings.AttemptTimeout, context.Time, () => wake.Set());
            using var run = new IngestRun(settings, database, tables, place, check, pool, wake, metrics, context, logger, news);
            pool.Start(settings.Threads);
            var status = FileStatusText.Of(settings.Status);
            LogStarted(logger, settings.PluginName, storage, status, settings.BatchSize, settings.Threads);
            context.Running();
            isEntered = false; // From here on the run leaves.
            return run.Work(stopping);
        }
        finally
        {
            if (isEntered)
                LeaveQuietly(tables);
        }
    }

    private string Storage(FilesDatabase database, TimeProvider time, CancellationToken stopping)
    {
        var storage = settings.Storage ?? StorageOfFinder(database, time, stopping)
            ?? throw new IngesterException("ingester.storage: found nothing, and no finder of ours has noted its storage folder for this table; allowed: the path of the folder of tracked files.");
        return Directory.Exists(storage)
            ? Path.TrimEndingDirectorySeparator(storage)
            : throw new IngesterException($"ingester.storage: there is no folder '{storage}'. Every file would be INVALID; mount it, or correct the path.");
    }

    /// <summary>Two machines may have one name; null where the system has no number of its own.</summary>
    private static string? MachineId()
    {
        try
        {
            return File.ReadLines("/etc/machine-id").FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void LeaveQuietly(IngesterTables tables)
    {
        try
        {
            tables.Leave();
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            // What kept it from its work is told; it has no claims, and is forgotten when its signs of life are missed.
        }
    }

    /// <summary>The finder's storage folder; a finder that is started together with this ingester notes it within moments.</summary>
    private static string? StorageOfFinder(FilesDatabase database, TimeProvider time, CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (database.StorageOfFinder() is { } storage)
                return storage;
            if (time.GetElapsedTime(began) >= FinderWait || stopping.IsCancellationRequested)
                return null;
            Task.Delay(FinderLook, time, stopping).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).GetAwaiter().GetResult();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Plugin} takes files of {Storage} that are {Status}, {BatchSize} at a time in {Threads} threads")]
    private static partial void LogStarted(ILogger logger, string plugin, string storage, string status, int batchSize, int threads);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the database lets nobody make a schema: what is known of its files is kept in {StateFolder}, and no second ingester may work on these tables")]
    private static partial void LogKeepsToItself(ILogger logger, string stateFolder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the expression {Pattern} took more than {Seconds} s for a path; that counts as not found")]
    private static partial void LogTooSlow(ILogger logger, string pattern, double seconds);
}
