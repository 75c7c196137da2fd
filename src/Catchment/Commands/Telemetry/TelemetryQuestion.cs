using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Runtime.InteropServices;
using System.Text.Json;
using Catchment.Composition;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Telemetry.Query;
using Catchment.Telemetry.Schema;

namespace Catchment.Commands.Telemetry;

/// <summary>What every question about telemetry takes, and what is done around it.</summary>
internal sealed class TelemetryQuestion
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(5);

    private readonly ConfigurationArguments _arguments;
    private readonly Option<TimeSpan> _timeout = new("--timeout")
    {
        HelpName = "DURATION",
        Description = "The longest time that the database may take, rows included, such as 30s or 10m; 0: as long as it takes. Default: 5m.",
        CustomParser = static result => TelemetryTimes.Duration(result, least: TimeSpan.Zero),
        DefaultValueFactory = static _ => UsualLimit,
    };

    /// <summary>Adds its options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="others">What words without <c>=</c> are; null: they are refused.</param>
    /// <param name="least">So many of them there are at least.</param>
    /// <param name="most">And so many at most.</param>
    internal TelemetryQuestion(Command command, string? others = null, int least = 0, int most = 0)
    {
        command.Options.Add(_timeout);
        _arguments = new ConfigurationArguments(others).AddTo(command);
        if (others is null)
            return;
        command.Validators.Add(result =>
        {
            var count = result.Children.OfType<ArgumentResult>().SelectMany(static a => a.Tokens).Count(static t => !t.Value.Contains('=', StringComparison.Ordinal));
            if (count < least)
                result.AddError($"{others} is missing");
            else if (count > most)
                result.AddError($"{count} words are too many: {others}, {most} at most");
        });
    }

    /// <summary>The words without <c>=</c>.</summary>
    internal IReadOnlyList<string> Words(ParseResult parsed) => _arguments.Others(parsed);

    /// <summary>Opens the database and asks; SIGINT and SIGTERM end it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="ask">The question; its result is the exit code.</param>
    /// <returns>The exit code.</returns>
    internal int Run(ParseResult parsed, Func<TelemetryQueries, CancellationToken, int> ask)
    {
        if (_arguments.Load(parsed) is not { } configuration)
            return ExitCode.Usage;
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            using var database = TelemetryDatabase.Open(Address(configuration.Telemetry), connections: 1);
            var limit = parsed.GetValue(_timeout);
            return ask(new TelemetryQueries(database, TimeProvider.System, limit == TimeSpan.Zero ? null : limit), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("stopped");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is DbException or TimeoutException or FormatException or TelemetryDatabaseException or JsonException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(LogText.OneLine(e is DbException && Database.IsAway(e)
                ? $"error: The telemetry database cannot be reached: {e.Message}. Where it is says telemetry.database in catchment.yaml, or the file of -c"
                : $"error: {e.Message}"));
            return ExitCode.Failed;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Says that there is nothing of a device, where that is why there is no answer.</summary>
    /// <returns>The exit code.</returns>
    internal static int Nothing(TelemetryQueries queries, string device, CancellationToken stop)
    {
        if (queries.HasDevice(device, stop))
            return ExitCode.Done;
        Console.Error.WriteLine($"error: there is no telemetry of a device '{Events.PagePrinter.Printable(device)}'; catchment telemetry devices lists them");
        return ExitCode.Failed;
    }

    private static DatabaseUrl Address(TelemetryConfiguration configuration)
    {
        using var loggers = LogSetup.Create(new LogSettings { ConsoleForm = configuration.Log, Level = configuration.Log.Level });
        return configuration.Address(loggers.CreateLogger("telemetry"));
    }
}
