using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Catchment.Composition;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Commands.Tags;

/// <summary><c>catchment sync start|stop|status</c>: the sync in the background, as the original's shell scripts run it.</summary>
internal static class SyncCommand
{
    /// <summary>Where the original's scripts log to, in the working folder.</summary>
    private const string LogFile = "logs/dataservice-sync.log";

    private const string Detached = "detached";

    internal static Command Create() => new("sync", "Run the sync of polled tags in the background, and look after it.") { Start(), Stop(), Status(), Background() };

    private static Command Start()
    {
        var command = new Command("start", $"Start the sync in the background. It logs to {LogFile}, unless logging.file is set.");
        var arguments = new SyncArguments().AddTo(command);
        var configured = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (configured.Load(parsed, arguments.Words(parsed)) is not { } configuration)
                return ExitCode.Usage;
            if (await FindAsync(configuration, stop) is { } running)
            {
                Console.Error.WriteLine($"error: the sync runs already, as process {running.Status.Pid}");
                return ExitCode.Failed;
            }

            var words = parsed.Tokens.Select(static token => token.Value).ToList();
            words[words.IndexOf("start")] = Detached;
            return await SyncProcess.StartAsync(words, () => FindAsync(configuration, stop), stop);
        });
        return command;
    }

    private static Command Background()
    {
        var command = new Command(Detached) { Hidden = true };
        var arguments = new SyncArguments().AddTo(command);
        var configured = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            ProcessGroup.LeaveTerminal();
            if (configured.Load(parsed, arguments.Words(parsed)) is not { } configuration)
                return ExitCode.Usage;
            var file = configuration.Logging.File ?? Path.GetFullPath(LogFile);
            return await Node.SyncAsync(configuration, settings => LogSetup.Create(
                settings with { File = file, Level = arguments.IsQuiet(parsed) ? LogLevel.None : settings.Level }, LogConsole.Redirected, static () => TextWriter.Null));
        });
        return command;
    }

    private static Command Stop()
    {
        var command = new Command("stop", "Stop the sync that runs in the background: the present cycle ends.");
        var configured = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (configured.Load(parsed) is not { } configuration)
                return ExitCode.Usage;
            if (await FindAsync(configuration, stop) is { } running)
                return await SyncProcess.StopAsync(running, stop);
            Console.Error.WriteLine("error: the sync does not run");
            return ExitCode.Failed;
        });
        return command;
    }

    private static Command Status()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: an object with the statistics." };
        var command = new Command("status", "Show whether the sync runs, and its statistics. Exit status 1 when it does not run.") { json };
        var configured = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (configured.Load(parsed) is not { } configuration)
                return ExitCode.Usage;
            var running = await FindAsync(configuration, stop);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(running is null ? "{\"running\":false}" : JsonSerializer.Serialize(running.Stats, SyncStatsJson.Default.SyncStats));
            else if (running is null)
                Console.Error.WriteLine("The sync does not run.");
            else
                Show(running);
            return running is null ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    /// <summary>The sync of this configuration: a process of its own, or a service of a node; null: there is none.</summary>
    private static async Task<RunningSync?> FindAsync(NodeConfiguration configuration, CancellationToken cancellation)
    {
        foreach (var socket in configuration.Sync.Sockets.Append(Path.Combine(configuration.StateDirectory, "node.sock")))
        {
            if ((await StatusClient.ReadAsync(socket, cancellation: cancellation)).Status is not { } status)
                continue;
            var (body, _) = await StatusClient.GetAsync(socket, OtherSyncDesk.StatsPath, cancellation: cancellation);
            if (body is not null)
                return new RunningSync(socket, status, JsonSerializer.Deserialize(body, SyncStatsJson.Default.SyncStats)!);
        }

        return null;
    }

    private static void Show(RunningSync running)
    {
        var stats = running.Stats;
        Console.Out.WriteLine($"running            process {running.Status.Pid}, since {Local(running.Status.Started)}");
        Console.Out.WriteLine($"total syncs        {stats.TotalSyncs}");
        Console.Out.WriteLine($"successful writes  {stats.SuccessfulWrites}");
        Console.Out.WriteLine($"failed writes      {stats.FailedWrites}");
        Console.Out.WriteLine($"last sync          {(stats.LastSyncTime is { } last ? Local(DateTimeOffset.UnixEpoch.AddSeconds(last)) : "never")}");
        Console.Out.WriteLine($"tags               {stats.Tags}");
        Console.Out.WriteLine($"filtered           {stats.Filtered}");
        Console.Out.WriteLine($"rejected           {stats.Rejected.Values.Sum()}");
        Console.Out.WriteLine($"waiting            {stats.Buffered}");
        Console.Out.WriteLine($"dropped            {stats.Dropped.Values.Sum()}");
        foreach (var service in running.Status.Services.Where(static s => s.Name == SyncTally.Service && s.Reason is not null))
            Console.Out.WriteLine($"trouble            {service.Reason}");
        foreach (var error in stats.Errors.TakeLast(5))
            Console.Out.WriteLine($"error              {Local(DateTimeOffset.UnixEpoch.AddSeconds(error.Time))} {LogText.OneLine(error.Message)}");
    }

    private static string Local(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
