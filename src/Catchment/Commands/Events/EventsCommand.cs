using System.CommandLine;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events</c>: frames and event messages of cameras.</summary>
internal static class EventsCommand
{
    internal static Command Create() => new("events", "Find what cameras sent, and keep its catalog right.")
    {
        EventsListCommand.Create(),
        EventsRebuildCommand.Create(),
        EventsRetentionCommand.Create(),
        EventsForecastCommand.Create(),
        EventsPruneCommand.Create(),
        EventsKeepCommand.Create(),
        EventsDeleteCommand.Create(),
        EventsVideoCommand.Create(),
    };
}
