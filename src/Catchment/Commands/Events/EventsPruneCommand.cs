using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Catchment.Cameras.Events;
using Catchment.Cameras.Pruning;
using Catchment.Composition;
using Catchment.Core.Hosting;
using Spectre.Console;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events prune</c>: one run of the daily pruning of recorded events by hand, or what it would do.</summary>
internal static class EventsPruneCommand
{
    private const int WideEnough = 250;

    internal static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Touch nothing; tell what would be deleted." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var date = new Option<string?>("--date") { HelpName = "YYYY-MM-DD", Description = "The day that ages are counted from. Default: yesterday." };
        date.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !EventNames.TryParseDay(text, out _))
                result.AddError($"'{text}' is no day: YYYY-MM-DD is wanted, such as 2026-03-01");
        });
        var command = new Command("prune", "Delete recorded events now, by the profiles of watcher.retention. Exit status 1 when some that should could not be.") { dryRun, json, date };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(
            arguments.Load(parsed) is { } configuration ? Run(configuration, DayOf(parsed.GetValue(date)), parsed.GetValue(dryRun), parsed.GetValue(json)) : ExitCode.Usage));
        return command;
    }

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);

    private static DateOnly DayOf(string? text) => text is not null && EventNames.TryParseDay(text, out var day) ? day : Today.AddDays(-1);

    private static int Run(NodeConfiguration configuration, DateOnly runDate, bool isDryRun, bool asJson)
    {
        using var pruning = EventPruning.ForCommand(configuration);
        if (pruning is null)
            return ExitCode.Usage;
        if (!isDryRun && runDate > Today)
        {
            Console.Error.WriteLine("error: --date is in the future: only a dry run may look there");
            return ExitCode.Usage;
        }

        var isRehearsal = isDryRun || pruning.Options.RunDeletes != true;
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        PruningReport report;
        try
        {
            pruning.Faces.Check();
            using var claim = isRehearsal ? null : StateFolder.Open(pruning.StateDirectory);
            report = asJson || Console.IsOutputRedirected
                ? Run(pruning.Rounds(null), runDate, isRehearsal, null, stop.Token)
                : WithBar(pruning.Rounds(null), runDate, isRehearsal, stop.Token);
        }
        catch (Exception e) when (e is StateFolderException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return ExitCode.Failed;
        }

        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(report, PruningJson.Default.PruningReport));
        else
            Show(report);
        if (isRehearsal && !isDryRun)
            Console.Error.WriteLine("Nothing was deleted: watcher.retention.run_deletes is not true.");
        foreach (var trouble in report.Troubles)
            Console.Error.WriteLine($"warning: {trouble}");
        return report.IsStopped || report.Lines.Any(l => l.Reason is PruningReason.Failed or PruningReason.Unreadable) ? ExitCode.Failed : ExitCode.Done;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // Ends between two events.
            stop.Cancel();
        }
    }

    private static PruningReport Run(PruningRounds rounds, DateOnly runDate, bool isRehearsal, IProgress<PruningProgress>? progress, CancellationToken stop) =>
        isRehearsal ? rounds.Rehearse(runDate, progress, stop) : rounds.Run(runDate, progress, stop);

    private static PruningReport WithBar(PruningRounds rounds, DateOnly runDate, bool isRehearsal, CancellationToken stop) =>
        AnsiConsole.Progress().AutoClear(true).Start(progress =>
            Run(rounds, runDate, isRehearsal, new Bar(progress.AddTask("events are looked at")), stop));

    private static void Show(PruningReport report)
    {
        if (report.Lines.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple);
            foreach (var heading in new[] { "node", "profile", report.IsRehearsal ? "would be" : "was", "events" })
                table.AddColumn(new TableColumn(heading).NoWrap());
            foreach (var line in report.Lines)
                table.AddRow(Markup.Escape(line.Node), Markup.Escape(line.Profile), Words(line.Reason), line.Events.ToString(CultureInfo.InvariantCulture));
            if (Console.IsOutputRedirected)
                AnsiConsole.Profile.Width = WideEnough; // Nothing is cut for want of a terminal's width.
            AnsiConsole.Write(table);
        }

        var deleted = report.IsRehearsal ? "would be deleted" : "deleted";
        Console.Out.WriteLine($"{report.Deleted} of {report.Events} events of {report.Days} days {deleted}, as of {EventNames.Text(report.RunDate)}{(report.IsStopped ? "; stopped before the end" : "")}");
    }

    private static string Words(PruningReason reason) => reason switch
    {
        PruningReason.NeverDelete => "kept: never_delete",
        PruningReason.Young => "kept: retention_days",
        PruningReason.Fast => "kept: faster than speed_cutoff",
        PruningReason.Extended => "kept: a speed, within extended_days",
        PruningReason.UsableFace => "kept: a usable face",
        PruningReason.SureRecognition => "kept: a sure recognition",
        PruningReason.Locked => "kept: locked",
        PruningReason.UnderWay => "kept: may be under way",
        PruningReason.Unreadable => "kept: cannot be read",
        PruningReason.Failed => "not deleted: failed",
        _ => "deleted",
    };

    private sealed class Bar(ProgressTask task) : IProgress<PruningProgress>
    {
        public void Report(PruningProgress value)
        {
            task.MaxValue = Math.Max(1, value.Days);
            task.Value = value.DaysDone;
            task.Description = $"{EventNames.Text(value.Day)}: {value.Events} events, {value.Deleted} deleted";
        }
    }
}
