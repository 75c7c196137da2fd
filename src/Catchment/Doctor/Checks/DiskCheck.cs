using System.Globalization;
using System.Runtime.CompilerServices;
using Catchment.Core.Machine;

namespace Catchment.Doctor.Checks;

/// <summary>How full the media are.</summary>
internal sealed class DiskCheck : ICheck
{
    private const double Little = 0.10;
    private const double TooLittle = 0.02;

    /// <inheritdoc/>
    public string Area => "disk";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        var media = Inventory.Folders(node).Where(static folder => folder.IsWritten)
            .Select(static folder => new DriveInfo(MountOf(FileSystem.NearestThere(folder.Path))))
            .DistinctBy(static medium => medium.Name, StringComparer.Ordinal);
        foreach (var medium in media)
        {
            yield return Judge(medium);
            if (FileSystem.FreeInodes(medium.Name) is < Little and { } inodes)
                yield return new Finding(inodes < TooLittle ? FindingLevel.Problem : FindingLevel.Warning, Area, $"{medium.Name}: {Percent(inodes)} of the inodes are free: soon no more files can be made.", "Delete or archive small files: docs/retention.md, docs/pruning.md.");
            if (medium.DriveFormat is "tmpfs" or "ramfs")
                yield return new Finding(FindingLevel.Warning, Area, $"{medium.Name} is memory ({medium.DriveFormat}): what lies there is gone after a restart of the machine.", "Choose folders on a disk.");
        }
    }

    private Finding Judge(DriveInfo medium)
    {
        var free = medium.AvailableFreeSpace / (double)Math.Max(medium.TotalSize, 1);
        var text = $"{medium.Name}: {Size(medium.AvailableFreeSpace)} of {Size(medium.TotalSize)} are free ({Percent(free)})";
        const string Advice = "Let old frames and events leave by rules (docs/retention.md, docs/pruning.md; `catchment events forecast` tells when the disk is full), or add a disk.";
        return free < TooLittle ? new Finding(FindingLevel.Problem, Area, text, Advice)
            : free < Little ? new Finding(FindingLevel.Warning, Area, text, Advice)
            : new Finding(FindingLevel.Good, Area, text);
    }

    /// <summary>Where the medium of a folder is mounted: the longest mount point that it lies under. Source: proc_pid_mounts(5).</summary>
    private static string MountOf(string folder)
    {
        var inside = folder.EndsWith('/') ? folder : folder + "/";
        return File.ReadLines("/proc/self/mounts").Select(static line => line.Split(' ')).Where(static words => words.Length > 1)
            .Select(static words => words[1].Replace("\\040", " ", StringComparison.Ordinal))
            .Where(mount => inside.StartsWith(mount.EndsWith('/') ? mount : mount + "/", StringComparison.Ordinal))
            .MaxBy(static mount => mount.Length) ?? "/";
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB");

    private static string Percent(double part) => part.ToString("0.0 %", CultureInfo.InvariantCulture);
}
