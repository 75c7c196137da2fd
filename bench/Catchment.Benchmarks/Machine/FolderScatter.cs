using System.ComponentModel;
using System.Diagnostics;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Machine;

/// <summary>Makes folders that lie in parts of an ext4 disk where no files were removed a moment ago.</summary>
/// <remarks>
/// What others, or an earlier benchmark, have just removed slows the creation of files, see <see cref="Workplace"/>. Below a
/// folder with the attribute T ("top of a hierarchy") ext4 lays each folder, and with it its files, into a part of the disk
/// that it chooses by the folder's name. In each new folder some files are created; where that is slow, another folder is made.
/// Other file systems need none of this.
/// </remarks>
internal sealed class FolderScatter
{
    /// <summary>The folders that show how fast creating is at its best.</summary>
    private const int FirstProbes = 8;

    private const int MostProbes = 100;
    private const int ProbeFiles = 32;

    /// <summary>Times the best probe; removed files make it 10 and more, a busy machine seldom this many.</summary>
    private const double Slow = 3;

    private readonly DirectoryInfo _root;
    private readonly bool _isNeeded;
    private double _best = double.PositiveInfinity;

    /// <summary>Prepares a folder for folders.</summary>
    internal FolderScatter(DirectoryInfo root)
    {
        _root = root;
        if (!new DriveInfo(root.FullName).DriveFormat.StartsWith("ext", StringComparison.Ordinal))
            return;
        _isNeeded = true;
        if (!TryMarkAsTop())
            Console.Error.WriteLine($"warning: 'chattr +T {root}' (package e2fsprogs) failed; every run will be slowed by the files removed before it.");
        for (var probe = 0; probe < FirstProbes; probe++)
            _best = Math.Min(_best, CreationMicroseconds(Create()));
    }

    /// <summary>Makes a new folder.</summary>
    internal DirectoryInfo NewFolder()
    {
        for (var probe = 1; ; probe++)
        {
            // A folder that is not taken stays, so that ext4 prefers other parts for the next one.
            var folder = Create();
            if (!_isNeeded || CreationMicroseconds(folder) is var time && time <= Slow * _best)
                return folder;
            if (probe == MostProbes)
            {
                Console.Error.WriteLine($"warning: creating a file takes {time:0} us everywhere, {_best:0} us at its best; the next figures may suffer.");
                return folder;
            }
        }
    }

    private static double CreationMicroseconds(DirectoryInfo folder)
    {
        var times = new double[ProbeFiles];
        for (var file = 0; file < times.Length; file++)
        {
            var started = Stopwatch.GetTimestamp();
            File.OpenHandle(Path.Combine(folder.FullName, $".probe{file}"), FileMode.CreateNew, FileAccess.Write).Dispose();
            times[file] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return times.Median();
    }

    // ext4 chooses the part by the name, so the name is a new one.
    private DirectoryInfo Create() => _root.CreateSubdirectory($"{Guid.NewGuid():N}"[..12]);

    private bool TryMarkAsTop()
    {
        try
        {
            using var chattr = Process.Start(new ProcessStartInfo("chattr", ["+T", _root.FullName]) { UseShellExecute = false })!;
            chattr.WaitForExit();
            return chattr.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // there is no such program, which is told like its failure
        }
    }
}
