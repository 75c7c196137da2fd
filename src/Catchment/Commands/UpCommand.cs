using System.CommandLine;
using Catchment.Composition;

namespace Catchment.Commands;

/// <summary><c>catchment up</c>: the whole node.</summary>
internal static class UpCommand
{
    internal static Command Create()
    {
        var command = new Command("up", "Start a node: all services, and HTTP for status, health and metrics. Ctrl-C stops it.");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) => arguments.Load(parsed) is { } configuration ? await Node.UpAsync(configuration) : ExitCode.Usage);
        return command;
    }
}
