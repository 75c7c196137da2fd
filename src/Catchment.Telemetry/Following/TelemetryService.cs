using Catchment.Core.Databases;
using Catchment.Core.Hosting;
using Catchment.Telemetry.Schema;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Following;

/// <summary>
/// The live process: follows the devices' files and the data folders, and writes what it finds in rounds. Nothing is kept in memory but one round: what
/// the database does not take yet waits in its files. Source: <c>telemetry</c> 11.
/// </summary>
/// <param name="settings">What it runs with.</param>
/// <param name="stateFolder">Where positions are kept when the database lets nobody make a schema; absolute, there.</param>
/// <param name="metrics">Its numbers.</param>
public sealed partial class TelemetryService(LiveSettings settings, string stateFolder, TelemetryMetrics metrics) : IService
{
    /// <summary>The longest pause between two rounds, and the longest time that one is read for.</summary>
    internal static readonly TimeSpan MostPause = TimeSpan.FromSeconds(0.25);

    /// <summary>Between two looks which files and folders there are: with the patience for a torn entry a new file is read within 5 s. Source: <c>telemetry</c> 11.3.</summary>
    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => TelemetryMetrics.Service;

    /// <summary>What others record beside the devices' entries; null: nobody does.</summary>
    public TelemetrySink? Sink { get; init; }

    /// <summary>Who looks on.</summary>
    internal LiveWitness Witness { get; init; } = LiveWitness.None;

    /// <inheritdoc/>
    /// <exception cref="ProcessListException">The process list cannot be used.</exception>
    /// <exception cref="TelemetryDatabaseException">The database lacks the tables, or has no room for the host's name.</exception>
    /// <exception cref="MigrationException">The table of positions could not be made.</exception>
    public Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(context);
        ColumnWidths.CheckHost(settings.Telemetry.Hostname);
        var devices = settings.ProcessList is { } list ? ProcessList.Read(list) : null;
        var journal = new TelemetryJournal(context, metrics);
        try
        {
            using var store = Open(journal, context.Time, stopping);
            LogStarted(journal.Log, devices is null ? "every device" : $"{devices.Count} devices", settings.TelemDir, store.Known.Count);
            var own = new OwnPaths([.. settings.Own, stateFolder, .. settings.Telemetry.Database.FilePath is { } file ? [file] : Array.Empty<string>()]);
            using var rounds = new LiveRounds(settings, store, devices, own, journal, metrics, Witness, context.Time, Sink);
            context.Running();
            try
            {
                rounds.Run(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                rounds.Drain(context.DrainDeadline / 2);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Before there was anything to write.
        }

        LogStopped(journal.Log);
        return Task.CompletedTask;
    }

    /// <summary>Opens the database as soon as it is there.</summary>
    private FollowingStore Open(TelemetryJournal journal, TimeProvider time, CancellationToken stopping)
    {
        var delay = new ReconnectDelay();
        while (true)
        {
            try
            {
                var store = FollowingStore.Open(settings, stateFolder);
                journal.Clear(TelemetryTrouble.Database);
                return store;
            }
            catch (Exception e) when (Database.IsAway(e))
            {
                journal.InTheWay(TelemetryTrouble.Database, $"The database cannot be used; what is written meanwhile waits in its files. {e.Message}");
            }

            Task.Delay(delay.Next(), time, stopping).GetAwaiter().GetResult();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Following {Devices} in {Folder}; {Known} positions are known")]
    private static partial void LogStarted(ILogger logger, string devices, string folder, int known);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private static partial void LogStopped(ILogger logger);
}
