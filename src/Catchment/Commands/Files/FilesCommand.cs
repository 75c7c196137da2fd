using System.CommandLine;

namespace Catchment.Commands.Files;

/// <summary><c>catchment files …</c>: tracked files and their events.</summary>
internal static class FilesCommand
{
    internal static Command Create() => new("files", "Tracked files, their events and their tables.")
    {
        FilesListCommand.Create(),
        FilesShowCommand.Create(),
        FilesShowCommand.CreateHistory(),
        FilesStatsCommand.Create(),
        FilesRerunCommand.Create(),
        FilesVerifyCommand.Create(),
        FilesSetupCommand.Create(),
    };
}
