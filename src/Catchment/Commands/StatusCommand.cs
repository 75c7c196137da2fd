using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Catchment.Composition;
using Catchment.Core.Hosting;
using Spectre.Console;

namespace Catchment.Commands;

/// <summary><c>catchment status</c>: asks every process of this configuration over its Unix socket.</summary>
internal static class StatusCommand
{
    private const int WideEnough = 250;

    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: a list with the status of each process." };
        var command = new Command("status", "Show what runs, since when, and how much. Exit status 1 when nothing runs, or something is not ready.") { json };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) =>
            arguments.Load(parsed) is { } configuration ? await ShowAsync(configuration, parsed.GetValue(json), stop) : ExitCode.Usage);
        return command;
    }

    private static async Task<int> ShowAsync(NodeConfiguration configuration, bool asJson, CancellationToken stop)
    {
        var answers = new List<StatusAnswer>();
        foreach (var socket in StatusSockets.Of(configuration))
            answers.Add(await StatusClient.ReadAsync(socket, cancellation: stop));
        NodeStatus[] running = [.. answers.Select(a => a.Status).OfType<NodeStatus>()];
        if (asJson)
        {
            Console.Out.WriteLine("[" + string.Join(",", running.Select(s => JsonSerializer.Serialize(s, StatusJson.Default.NodeStatus))) + "]");
        }
        else
        {
            foreach (var status in running)
                Show(status);
        }

        if (running.Length == 0)
        {
            foreach (var answer in answers)
                Console.Error.WriteLine(answer.Problem);
        }

        return running.Length > 0 && running.All(s => s.Ready) ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Show(NodeStatus status)
    {
        Console.Out.WriteLine($"node {status.Node}, Catchment {status.Version}, pid {status.Pid}, up since {Local(status.Started)}");
        foreach (var address in status.Web)
            Console.Out.WriteLine($"web {address}");
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in new[] { "service", "state", "for", "received", "per s", "discarded", "errors", "restarts" })
            table.AddColumn(new TableColumn(heading).NoWrap());
        foreach (var service in status.Services)
        {
            var counters = status.Counters.GetValueOrDefault(service.Name);
            table.AddRow(
                service.Name,
                State(service.State),
                Span(TimeProvider.System.GetUtcNow() - service.Since),
                Number(counters?.Totals.Received),
                counters?.ReceivedPerSecond.ToString("0.0", CultureInfo.InvariantCulture) ?? "",
                Number(counters?.Totals.Discarded),
                Number(counters?.Totals.Errors),
                Number(service.Restarts));
        }

        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WideEnough; // Nothing is cut for want of a terminal's width.
        AnsiConsole.Write(table);
        foreach (var service in status.Services.Where(s => s.Reason is not null))
            Console.Out.WriteLine($"{service.Name}: {service.Reason}");
    }

    private static string State(ServiceState state) => state == ServiceState.BackingOff ? "backing off" : state.ToString().ToLowerInvariant();

    private static string Local(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Days} d {span.Hours} h"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.Seconds} s"),
    };

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
