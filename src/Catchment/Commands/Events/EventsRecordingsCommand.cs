using System.CommandLine;
using System.Text.Json;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.Composition;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events recordings</c>: recorded events, by start.</summary>
internal static class EventsRecordingsCommand
{
    internal static Command Create()
    {
        var node = new Option<string?>("--node") { HelpName = "NAME", Description = "Only this outpost's." };
        var view = new Option<string?>("--view") { HelpName = "NAME", Description = "Only this view's." };
        var label = new Option<string?>("--label") { HelpName = "LABEL", Description = "Only events in which this was seen, such as person or Ann; with --type in that tracking set." };
        var type = new Option<string?>("--type") { HelpName = "TYPE", Description = "Only events with a tracking set of this type, such as trk or fr1." };
        var from = new Option<DateTime?>("--from") { HelpName = "TIME", Description = "Started not before this local time, such as 2026-05-01 or 2026-05-01T18:30.", CustomParser = EventsListCommand.Time };
        var to = new Option<DateTime?>("--to") { HelpName = "TIME", Description = "Started before this local time.", CustomParser = EventsListCommand.Time };
        var limit = new Option<long>("--limit", "-n") { HelpName = "COUNT", Description = "So many events at most; 0: all.", DefaultValueFactory = _ => 100 };
        var oldest = new Option<bool>("--oldest-first") { Description = "Begin with the oldest instead of the newest." };
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 0)
                result.AddError("--limit takes a whole number, 0 or more");
        });
        var command = new Command("recordings", "List recorded events, newest first.") { node, view, label, type, from, to, limit, oldest, json };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (arguments.Load(parsed) is not { } configuration)
                return ExitCode.Usage;
            var query = new RecordingQuery
            {
                Node = parsed.GetValue(node),
                View = parsed.GetValue(view),
                Label = parsed.GetValue(label),
                Type = parsed.GetValue(type),
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                OldestFirst = parsed.GetValue(oldest),
            };
            return await ListAsync(configuration, query, parsed.GetValue(limit), parsed.GetValue(json), stop);
        });
        return command;
    }

    private static async Task<int> ListAsync(NodeConfiguration configuration, RecordingQuery query, long most, bool asJson, CancellationToken stop)
    {
        if (RecordedEvents.Of(configuration) is not { } events)
        {
            Console.Error.WriteLine("error: this configuration has no recorded events: take that of the watcher or of the pump");
            return ExitCode.Usage;
        }

        using var home = events.OpenCatalog();
        if (home is null)
            return ExitCode.Failed;
        var catalog = new RecordingCatalog(home);
        try
        {
            await PagePrinter.PrintAsync(most, (cursor, limit) => catalog.RecordingsAsync(query with { Cursor = cursor, Limit = limit }, stop), asJson ? Json : Text);
            return ExitCode.Done;
        }
        catch (CatalogException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static string Json(Recording recording) => JsonSerializer.Serialize(
        new RecordingLine(
            EventNames.Text(recording.Key.Day), recording.Key.Id, recording.Node, recording.View, PagePrinter.Local(recording.Start),
            recording.End is { } end ? PagePrinter.Local(end) : null, recording.Width, recording.Height, recording.Pictures,
            recording.Sets.ToDictionary(s => s.Type, s => s.Rows, StringComparer.Ordinal), recording.Labels),
        CatalogJson.Default.RecordingLine);

    private static string Text(Recording recording) => PagePrinter.Printable(
        $"{PagePrinter.Local(recording.Start)}  {recording.Node} {recording.View}  {recording.Key.Id}  {recording.Pictures} pictures  "
        + $"{string.Join(' ', recording.Sets.Select(s => $"{s.Type}:{s.Rows}"))}  {string.Join(", ", recording.Labels)}");
}
