using System.CommandLine;
using System.Globalization;
using Catchment.Composition;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Ipc;
using Catchment.Tags.Sync;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Commands.Tags;

/// <summary><c>sync_runner</c>: the sync by its original's command line.</summary>
/// <remarks>Source: <c>tags</c> 8.1.</remarks>
internal static class SyncRunnerCommand
{
    internal const string Name = "sync_runner";

    /// <summary>The form of the original's log lines.</summary>
    private static readonly PythonLogging Form = new()
    {
        Format = "%(asctime)s | %(levelname)-8s | %(name)s | %(message)s",
        DateFormat = "%H:%M:%S",
        Loggers = new Dictionary<string, string>(StringComparer.Ordinal) { [SyncTally.Service] = "dataservice.sync" },
    };

    internal static Command Create()
    {
        var command = new Command(Name, "Copy polled tags into the gateway, as the Data-Service's sync_runner does.");
        var arguments = new SyncArguments().AddTo(command);
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Log more: every cycle." };
        command.Options.Add(verbose);
        command.SetAction(async (parsed, _) =>
        {
            if (Load(arguments.Words(parsed), parsed.GetValue(verbose)) is not { } configuration)
                return ExitCode.Failed; // As the original, when it cannot start.
            var isQuiet = arguments.IsQuiet(parsed);
            PrintBanner(configuration, isQuiet);
            return await Node.SyncAsync(configuration, settings => LogSetup.Create(
                isQuiet ? settings with { Level = LogLevel.None, Levels = new Dictionary<string, LogLevel>(StringComparer.Ordinal) } : settings with { ConsoleForm = Form },
                LogConsole.Redirected,
                static () => Console.Out));
        });
        return command;
    }

    private static NodeConfiguration? Load(IReadOnlyList<string> words, bool isVerbose)
    {
        try
        {
            // Real variables go before those of the file.
            var variables = DotEnv.Read(".env").Where(static pair => Environment.GetEnvironmentVariable(pair.Key) is null).ToDictionary(StringComparer.Ordinal);
            var further = new Dictionary<string, string>(StringComparer.Ordinal);
            if (variables.GetValueOrDefault(IpcClient.PathVariable) is { Length: > 0 } socket)
                further["CATCHMENT__SYNC__SOCKET_PATH"] = socket;
            if (SyncSettings.PollingUrlOf(Environment.GetEnvironmentVariable) is null && SyncSettings.PollingUrlOf(variables.GetValueOrDefault) is { } url)
                further["CATCHMENT__SYNC__POLLING_URL"] = url;
            var configuration = new ConfigurationSource(null, words, isVerbose) { FurtherVariables = further }.Load();
            return ConfigurationArguments.IsUsable(configuration) ? configuration : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return null;
        }
    }

    private static void PrintBanner(NodeConfiguration configuration, bool isQuiet)
    {
        var settings = configuration.Sync.Settings!;
        const string Line = "============================================================";
        Console.Out.WriteLine(Line);
        Console.Out.WriteLine("Data-Service Sync");
        Console.Out.WriteLine(Line);
        Console.Out.WriteLine($"Socket path:    {settings.SocketPath}");
        Console.Out.WriteLine($"Polling URL:    {settings.PollingUrl}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Sync interval:  {settings.Interval.TotalSeconds:0.0###} s"));
        Console.Out.WriteLine($"Logging:        {(isQuiet ? "disabled" : "enabled")}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Stats interval: {settings.StatsInterval!.Value.TotalSeconds:0.###} s"));
        Console.Out.WriteLine(Line);
        Console.Out.Flush();
    }
}
