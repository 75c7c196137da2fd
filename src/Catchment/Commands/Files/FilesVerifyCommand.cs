using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Composition;
using Catchment.Core.Configuration;
using Catchment.Files.Catalog;
using Catchment.Files.Verification;
using Spectre.Console;

namespace Catchment.Commands.Files;

/// <summary><c>catchment files verify</c>: reads files in the storage folder again, and compares them with their rows.</summary>
internal static class FilesVerifyCommand
{
    private const int MostListed = 1000;

    internal static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Every tracked file." };
        var rate = new Option<long?>("--rate") { HelpName = "RATE", Description = "Read so many bytes in a second at most, such as 100MB/s. Default: no limit." };
        rate.CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (ByteSize.TryParse(text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text, out var size) && size.Bytes > 0)
                return size.Bytes;
            result.AddError($"'{text}' is no rate: bytes in a second are wanted, such as 100MB/s");
            return null;
        };
        var anew = new Option<bool>("--from-start") { Description = "Begin anew, also when a round of the same files was interrupted; otherwise that one goes on." };
        var mark = new Option<bool>("--mark-missing") { Description = "Also add an INVALID to the events of files that are missing, so that their status tells it. Not where the ingester moves files out of the storage folder." };
        var json = new Option<bool>("--json") { Description = "Print JSON: one object at the end." };
        var command = new Command("verify", "Read files in the storage folder again, and compare size and checksum with their rows. Exit status 1 when one is missing or changed, or the round was interrupted.") { all };
        var filter = new FileFilter().AddTo(command);
        foreach (Option option in new Option[] { rate, anew, mark, json })
            command.Options.Add(option);
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(parsed =>
        {
            var query = filter.Query(parsed);
            if (parsed.GetValue(all) == (FileFilter.Words(query) != "all"))
            {
                Console.Error.WriteLine("error: which files? Either --all, or filters such as --since");
                return ExitCode.Usage;
            }

            var options = new VerifyOptions { BytesPerSecond = parsed.GetValue(rate), IsAnew = parsed.GetValue(anew), MarksMissing = parsed.GetValue(mark) };
            return FilesWork.Run(arguments.Load(parsed), (files, stop) => Verify(files, query, options, parsed.GetValue(json), stop), needsEvents: options.MarksMissing, changes: true);
        });
        return command;
    }

    private static int Verify(TrackedFiles files, FileQuery query, VerifyOptions options, bool asJson, CancellationToken stop)
    {
        if (files.Storage is not { } storage)
        {
            Console.Error.WriteLine("error: no component of the configuration names the storage folder, and no finder has noted it: finder.storage or ingester.storage is wanted");
            return ExitCode.Usage;
        }

        var verifier = new FileVerifier(files.Database, files.Catalog, Path.TrimEndingDirectorySeparator(storage));
        var found = new List<VerifyFault>();
        var leftOut = 0L;
        var report = asJson || Console.IsOutputRedirected
            ? Run(null)
            : AnsiConsole.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(progress =>
                Run(new Bar(progress.AddTask("files are read"), query == new FileQuery() ? files.Catalog.Funnel(stop) : null)));
        if (asJson)
        {
            var listed = found.Select(f => new FilesVerifyLine.Fault(f.File.Id, f.File.Path.Relative, CheckOutcomeText.Of(f.Result.Outcome), f.Result.Size, f.Result.Checksum, f.Result.Reason));
            var line = new FilesVerifyLine(report.Files, report.Bytes, report.Faults, report.Marked, report.ResumedAfter, report.IsStopped, [.. listed], leftOut);
            Console.Out.WriteLine(JsonSerializer.Serialize(line, FilesJson.Default.FilesVerifyLine));
        }
        else
        {
            Show(report);
        }

        return report.IsStopped || report.Faults > 0 ? ExitCode.Failed : ExitCode.Done;

        VerifyReport Run(IProgress<VerifyProgress>? progress) => verifier.Run(query, FileFilter.Words(query), options, Found, progress, stop);

        void Found(VerifyFault fault)
        {
            if (!asJson)
                Console.Out.WriteLine($"{fault.File.Id,9}  {PagePrinter.Printable(fault.File.Path.Relative)}: {FileLines.Words(fault.Result)}");
            else if (found.Count < MostListed)
                found.Add(fault);
            else
                leftOut++;
        }
    }

    private static void Show(VerifyReport report)
    {
        var gone = report.ResumedAfter is { } after ? $", those of the interrupted round up to {after} among them" : "";
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Files} files looked at, {FileLines.Bytes(report.Bytes)} read{gone}: {report.Faults} missing or changed"));
        if (report.Marked > 0)
            Console.Out.WriteLine($"{report.Marked} of them are INVALID now");
        if (report.IsStopped)
            Console.Error.WriteLine("stopped; the same call goes on from here");
    }

    private sealed class Bar(ProgressTask task, FileFunnel? all) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value)
        {
            task.IsIndeterminate = all is null;
            task.MaxValue = Math.Max(1, all?.Bytes ?? value.Bytes);
            task.Value = value.Bytes;
            task.Description = string.Create(CultureInfo.InvariantCulture, $"{value.Files} files, {FileLines.Bytes(value.Bytes)}, {value.Faults} missing or changed");
        }
    }
}
