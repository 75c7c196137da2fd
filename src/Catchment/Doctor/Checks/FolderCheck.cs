using System.Runtime.CompilerServices;
using Catchment.Composition;
using Catchment.Core.Machine;

namespace Catchment.Doctor.Checks;

/// <summary>Whether the folders are there and may be used.</summary>
internal sealed class FolderCheck : ICheck
{
    /// <inheritdoc/>
    public string Area => "folders";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        if (PumpParts.WhyItCannotStart(node.Configuration) is { } why)
            yield return new Finding(FindingLevel.Problem, Area, why);
        foreach (var file in Inventory.SecretFiles(node).Where(static file => File.Exists(file.Path) && !FileSystem.MayRead(file.Path)))
            yield return new Finding(FindingLevel.Problem, Area, $"{file.Service}: {Environment.UserName} may not read the password in {file.Path}.", "Run it as the user whose file it is, or let that user's group read it: sudo chgrp GROUP FILE; sudo chmod g+r FILE");
        foreach (var folder in Inventory.Folders(node).DistinctBy(static folder => (folder.Path, folder.IsWritten)))
            yield return Judge(folder);
        var strangers = node.Running.Select(static running => (running.Pid, User: UserOf(running.Pid))).Where(static one => one.User is { } user && user != Environment.UserName).ToArray();
        if (strangers.Length > 0)
            yield return new Finding(FindingLevel.Note, Area, $"The services run as {string.Join(", ", strangers.Select(static one => one.User).Distinct(StringComparer.Ordinal))}, and what {Environment.UserName} may do was looked at.", $"For the rights that count: sudo -u {strangers[0].User} catchment doctor");
    }

    private Finding Judge(UsedFolder folder)
    {
        var path = folder.Path;
        if (!Directory.Exists(path))
        {
            if (!folder.IsMade)
                return new Finding(FindingLevel.Problem, Area, $"{folder.Service}: there is no folder {path}.", "Make it, mount its disk, or correct the configuration.");
            path = FileSystem.NearestThere(path);
            return FileSystem.MayUse(path, isWritten: true, out var whyNot)
                ? new Finding(FindingLevel.Good, Area, $"{folder.Service}: {folder.Path} is made at the first start")
                : new Finding(FindingLevel.Problem, Area, $"{folder.Service}: {folder.Path} is not there and cannot be made in {path} by {Environment.UserName}: {whyNot}.", $"Make it for the user of the service: sudo install -d -o USER {folder.Path}");
        }

        if (!FileSystem.MayUse(path, folder.IsWritten, out var why))
            return new Finding(FindingLevel.Problem, Area, $"{folder.Service}: {Environment.UserName} may not {(folder.IsWritten ? "write in" : "read")} {path}: {why}.", $"Run the service as the folder's owner, or give it away: sudo chown -R USER {path}. If the medium is read-only, look at `dmesg` for its errors.");
        var foreign = folder.IsWritten ? Directory.EnumerateFiles(path).FirstOrDefault(static file => !FileSystem.MayWrite(file)) : null;
        return foreign is null
            ? new Finding(FindingLevel.Good, Area, $"{folder.Service}: {path} may be {(folder.IsWritten ? "written" : "read")}")
            : new Finding(FindingLevel.Problem, Area, $"{folder.Service}: {Environment.UserName} may not write {foreign}; it may have been made by root.", $"Give it to the service: sudo chown --reference={path} {foreign}");
    }

    private static string? UserOf(int process)
    {
        try
        {
            var user = File.ReadLines($"/proc/{process}/status").First(static line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
            return File.ReadLines("/etc/passwd").Select(static line => line.Split(':')).FirstOrDefault(fields => fields.Length > 2 && fields[2] == user)?[0] ?? user;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
