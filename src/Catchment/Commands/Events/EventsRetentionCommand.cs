using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Retention;
using Catchment.Composition;
using Catchment.Core.Hosting;
using Spectre.Console;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events retention</c>: one round of retention by hand, or what it would do.</summary>
internal static class EventsRetentionCommand
{
    private const int WideEnough = 250;

    internal static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Touch nothing; tell what would leave." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("retention", "Let frames leave now, by the rules of hub.retention. Exit status 1 when some that should could not.") { dryRun, json };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(
            arguments.Load(parsed) is { } configuration ? Run(configuration, parsed.GetValue(dryRun), parsed.GetValue(json)) : ExitCode.Usage));
        return command;
    }

    private static int Run(NodeConfiguration configuration, bool isDryRun, bool asJson)
    {
        using var home = Node.OpenCatalog(configuration);
        if (home is null)
            return ExitCode.Failed;
        var catalog = new CatalogRetirement(home, configuration.Hub!.StateDirectory, null);
        var rounds = FrameRetention.Rounds(configuration.Hub!, catalog, new DiskForecaster(), null);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        RetentionReport report;
        try
        {
            report = isDryRun ? rounds.Rehearse(stop.Token)
                : asJson || Console.IsOutputRedirected ? rounds.Run(null, stop.Token)
                : WithBar(rounds, stop.Token);
        }
        catch (StateFolderException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return ExitCode.Failed;
        }

        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(report, RetentionJson.Default.RetentionReport));
        else
            Show(report, configuration.Hub!.Retention);
        foreach (var trouble in report.Troubles.Values)
            Console.Error.WriteLine($"error: {trouble}");
        return report.Troubles.Count == 0 && !report.IsStopped ? ExitCode.Done : ExitCode.Failed;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // Ends between two frames.
            stop.Cancel();
        }
    }

    private static RetentionReport WithBar(RetentionRounds rounds, CancellationToken stop) =>
        AnsiConsole.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask("frames leave");
            return rounds.Run(new Bar(task), stop);
        });

    private static void Show(RetentionReport report, RetentionRules rules)
    {
        if (!rules.Ends)
        {
            Console.Out.WriteLine("Frames are kept for ever: hub.retention has neither keep_days nor keep_gib.");
            return;
        }

        if (report.Lines.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple);
            foreach (var heading in new[] { "day", "camera", "rule", "over", "files", "bytes", report.IsRehearsal ? "would be" : "was" })
                table.AddColumn(new TableColumn(heading).NoWrap());
            foreach (var line in report.Lines)
            {
                table.AddRow(
                    line.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    Markup.Escape(line.Camera ?? "further cameras"),
                    Markup.Escape(line.Rule),
                    line.Reason == RetentionReason.KeepDays ? "keep_days" : "keep_gib",
                    line.Files.ToString(CultureInfo.InvariantCulture),
                    line.Bytes.ToString(CultureInfo.InvariantCulture),
                    line.ArchivedTo is { } archive ? Markup.Escape($"moved to {archive}") : "removed");
            }

            if (Console.IsOutputRedirected)
                AnsiConsole.Profile.Width = WideEnough; // Nothing is cut for want of a terminal's width.
            AnsiConsole.Write(table);
        }

        var leave = report.IsRehearsal ? "would leave" : "left";
        Console.Out.WriteLine($"{report.Files} frames {leave}, {report.Bytes} bytes, {report.ArchivedFiles} of the frames to an archive{(report.IsStopped ? "; stopped before the end" : "")}");
    }

    private sealed class Bar(ProgressTask task) : IProgress<RetentionProgress>
    {
        public void Report(RetentionProgress value)
        {
            task.MaxValue = Math.Max(1, value.PlannedBytes);
            task.Value = value.Bytes;
            task.Description = $"{value.Files} frames left";
        }
    }
}
