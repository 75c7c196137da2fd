using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Composition;
using Catchment.Files.Tables;

namespace Catchment.Commands.Files;

/// <summary><c>catchment files stats</c>: how many files stand where.</summary>
internal static class FilesStatsCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: one object." };
        var command = new Command("stats", "Show how many files stand where, which one waits longest, and what the last hour brought.") { json };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(parsed => FilesWork.Run(arguments.Load(parsed), (files, stop) => Show(files, parsed.GetValue(json), stop)));
        return command;
    }

    private static int Show(TrackedFiles files, bool asJson, CancellationToken stop)
    {
        var funnel = files.Catalog.Funnel(stop);
        var spans = files.Catalog.Rates(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)).Spans;
        var rate = new FilesStatsLine.Rate(PagePrinter.Local(spans[0].Start), spans.Sum(s => s.Found), spans.Sum(s => s.Succeeded), spans.Sum(s => s.Failed), spans.Sum(s => s.Refused));
        if (asJson)
        {
            var line = new FilesStatsLine(
                funnel.Files, funnel.Bytes, funnel.New, funnel.ByStatus.OrderBy(s => s.Key).ToDictionary(s => FileStatusText.Of(s.Key), s => s.Value, StringComparer.Ordinal), funnel.Taken,
                funnel.OldestWaiting is { } file ? FileLines.Line(file) : null, funnel.WaitingSince is { } since ? PagePrinter.Local(since) : null, funnel.IsWhole, rate);
            Console.Out.WriteLine(JsonSerializer.Serialize(line, FilesJson.Default.FilesStatsLine));
            return ExitCode.Done;
        }

        Row("files", funnel.Files, $"  {FileLines.Bytes(funnel.Bytes)}");
        if (files.Catalog.HasEvents)
            Row(FileFilter.New, funnel.New, "");
        foreach (var (status, count) in funnel.ByStatus.OrderBy(s => s.Key))
            Row(FileStatusText.Of(status), count, status == FileStatus.Pending ? $"  {funnel.Taken} of them with an ingester of Catchment" : "");
        if (funnel is { OldestWaiting: { } oldest, WaitingSince: { } waiting })
            Console.Out.WriteLine($"waits longest: {PagePrinter.Printable(oldest.File.Path.Relative)} ({oldest.File.Id}), {FileLines.Status(oldest)} since {PagePrinter.Local(waiting)}");
        var minutes = Math.Max(1, (TimeProvider.System.GetLocalNow().DateTime - spans[0].Start).TotalMinutes);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"since {rate.Since[11..16]}: {rate.Found} found, {rate.Succeeded} succeeded, {rate.Failed} failed, {rate.Refused} refused; {rate.Found / minutes:0.#} found and {rate.Succeeded / minutes:0.#} succeeded a minute"));
        return ExitCode.Done;

        static void Row(string what, long count, string more) => Console.Out.WriteLine($"{what,-8}  {count.ToString("N0", CultureInfo.InvariantCulture),13}{more}");
    }
}
