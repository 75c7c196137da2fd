using System.CommandLine;
using Catchment.Composition;

namespace Catchment.Commands;

/// <summary><c>catchment run SERVICE</c>: one service as a process of its own.</summary>
internal static class RunCommand
{
    internal static Command Create() => new("run", "Run one service as a process of its own.") { Hub(), Watcher(), Pump() };

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

    private static Command Pump()
    {
        var command = new Command("pump", "Serve recorded events to DataFeed clients (SentinelCam's datapump's place).");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) => arguments.Load(parsed) is { } configuration ? await Node.PumpAsync(configuration) : ExitCode.Usage);
        return command;
    }
}
