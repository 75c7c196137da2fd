using System.CommandLine;
using Catchment.Composition;

namespace Catchment.Commands;

/// <summary><c>catchment run SERVICE</c>: one service as a process of its own.</summary>
internal static class RunCommand
{
    internal static Command Create() => new("run", "Run one service as a process of its own.") { Hub(), Watcher(), Pump(), Finder(), Ingester(), Telemetry(), Gateway(), Sync() };

    private static Command Hub()
    {
        var command = new Command("hub", "Take in frames and event messages of camera nodes (ImageHub's place).");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) => arguments.Load(parsed) is { } configuration ? await Node.HubAsync(configuration) : ExitCode.Usage);
        return command;
    }

    private static Command Watcher()
    {
        var command = new Command("watcher", "Record the events of outposts (SentinelCam's camwatcher's place).");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) => arguments.Load(parsed) is { } configuration ? await Node.WatcherAsync(configuration) : ExitCode.Usage);
        return command;
    }

    private static Command Finder()
    {
        var command = new Command("finder", "Discover files and track them (the endpoint manager's finder).");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) => arguments.Load(parsed) is { } configuration && Has(configuration.Files.Finder, "files.finder") ? await Node.FinderAsync(configuration, stop: stop) : ExitCode.Usage);
        return command;
    }

    private static Command Ingester()
    {
        var command = new Command("ingester", "Hand tracked files to a data management system (the endpoint manager's ingester).");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) => arguments.Load(parsed) is { } configuration && Has(configuration.Files.Ingester, "files.ingester") ? await Node.IngesterAsync(configuration, stop: stop) : ExitCode.Usage);
        return command;
    }

    private static Command Telemetry()
    {
        var command = new Command("telemetry", "Follow telemetry files and record new ones (dbIngest's place).");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) => arguments.Load(parsed) is { } configuration ? await Node.TelemetryAsync(configuration) : ExitCode.Usage);
        return command;
    }

    private static Command Gateway()
    {
        var command = new Command("gateway", "Serve live values to every protocol (Data-Service's place).");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) => arguments.Load(parsed) is { } configuration ? await Node.GatewayAsync(configuration) : ExitCode.Usage);
        return command;
    }

    private static Command Sync()
    {
        var command = new Command("sync", "Copy polled tags into the gateway (the Data-Service sync's place).");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) => arguments.Load(parsed) is { } configuration ? await Node.SyncAsync(configuration) : ExitCode.Usage);
        return command;
    }

    private static bool Has(object? settings, string key)
    {
        if (settings is null)
            Console.Error.WriteLine($"error: {key}: found nothing, allowed: the settings of this service; 'catchment config reference' lists them");
        return settings is not null;
    }

    private static Command Pump()
    {
        var command = new Command("pump", "Serve recorded events to DataFeed clients (SentinelCam's datapump's place).");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) => arguments.Load(parsed) is { } configuration ? await Node.PumpAsync(configuration) : ExitCode.Usage);
        return command;
    }
}
