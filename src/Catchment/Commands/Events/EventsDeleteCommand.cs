using System.CommandLine;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events delete</c>: deletes a recorded event.</summary>
internal static class EventsDeleteCommand
{
    internal static Command Create()
    {
        var command = new Command("delete", "Delete a recorded event: its index rows, tracking sets and pictures. The running watcher does it, if there is one.");
        var named = new EventArguments().AddTo(command);
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction((parsed, stop) => named.DoAsync(parsed, arguments.Load(parsed), (desk, key) => desk.DeleteAsync(key, stop)));
        return command;
    }
}
