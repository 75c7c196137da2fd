using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Catchment.Cameras.Catalog;
using Catchment.Composition;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events list</c>: event messages, or frames, by time.</summary>
internal static class EventsListCommand
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFF"];

    internal static Command Create()
    {
        var node = new Option<string?>("--node") { HelpName = "NAME", Description = "Only this node's." };
        var view = new Option<string?>("--view") { HelpName = "NAME", Description = "Only this view's." };
        var type = new Option<string?>("--type") { HelpName = "TYPE", Description = "Only events of this type, such as motion; with --frames: jpg or image." };
        var from = new Option<DateTime?>("--from") { HelpName = "TIME", Description = "Not before this local time, such as 2026-05-01 or 2026-05-01T18:30.", CustomParser = Time };
        var to = new Option<DateTime?>("--to") { HelpName = "TIME", Description = "Before this local time.", CustomParser = Time };
        var limit = new Option<long>("--limit", "-n") { HelpName = "COUNT", Description = "So many entries at most; 0: all.", DefaultValueFactory = _ => 100 };
        var frames = new Option<bool>("--frames") { Description = "List stored frames instead of event messages." };
        var oldest = new Option<bool>("--oldest-first") { Description = "Begin with the oldest instead of the newest." };
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 0)
                result.AddError("--limit takes a whole number, 0 or more");
        });
        var command = new Command("list", "List event messages, or stored frames, newest first.") { node, view, type, from, to, limit, frames, oldest, json };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (arguments.Load(parsed) is not { } configuration)
                return ExitCode.Usage;
            using var home = Node.OpenCatalog(configuration);
            if (home is null)
                return ExitCode.Failed;
            var query = new CatalogQuery
            {
                Node = parsed.GetValue(node),
                View = parsed.GetValue(view),
                Type = parsed.GetValue(type),
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                OldestFirst = parsed.GetValue(oldest),
            };
            var printer = new CatalogPrinter(new CameraCatalog(home), parsed.GetValue(limit), parsed.GetValue(json));
            try
            {
                await (parsed.GetValue(frames) ? printer.FramesAsync(query, stop) : printer.EventsAsync(query, stop));
                return ExitCode.Done;
            }
            catch (CatalogException e)
            {
                Console.Error.WriteLine($"error: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    /// <summary>Reads a time, in the node's local time.</summary>
    internal static DateTime? Time(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateTime.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        result.AddError($"'{text}' is no time: 2026-05-01 or 2026-05-01T18:30:00 is wanted, in the node's local time");
        return null;
    }
}
