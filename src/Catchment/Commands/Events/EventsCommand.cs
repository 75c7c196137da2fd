using System.CommandLine;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events</c>: frames, event messages and recorded events of cameras.</summary>
internal static class EventsCommand
{
    internal static Command Create() => new("events", "Find what cameras sent and what was recorded, and keep its catalog right.")
    {
        EventsListCommand.Create(),
        EventsRecordingsCommand.Create(),
        EventsRebuildCommand.Create(),
        EventsRetentionCommand.Create(),
        EventsForecastCommand.Create(),
        EventsPruneCommand.Create(),
        EventsKeepCommand.Create(),
        EventsDeleteCommand.Create(),
        EventsVideoCommand.Create(),
    };
}
