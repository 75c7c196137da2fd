using System.CommandLine;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events keep</c>: keeps a recorded event from being deleted.</summary>
internal static class EventsKeepCommand
{
    internal static Command Create()
    {
        var undo = new Option<bool>("--undo") { Description = "Give the keeping up." };
        var command = new Command("keep", "Keep a recorded event: it is locked in the FaceList, and nothing deletes it.") { undo };
        var named = new EventArguments().AddTo(command);
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction((parsed, stop) => named.DoAsync(parsed, arguments.Load(parsed), (desk, key) => desk.KeepAsync(key, !parsed.GetValue(undo), stop)));
        return command;
    }
}
