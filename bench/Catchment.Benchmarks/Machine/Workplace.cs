using System.ComponentModel;
using System.Diagnostics;

namespace Catchment.Benchmarks.Machine;

/// <summary>The folder that a benchmark fills, on the disk that is measured; removed with everything in it at the end.</summary>
/// <remarks>
/// ext4 does not use the inodes of removed files again for some minutes: who creates a file steps over each of them, which
/// here made creating 30 times slower, and every run slower than the first. So each run gets a folder of its own that
/// ext4 lays into another part of the disk (attribute T, "top of a hierarchy"), and no run writes where one was removed.
/// </remarks>
internal sealed class Workplace : IDisposable
{
    private readonly DirectoryInfo _root;

    /// <summary>Makes the folder.</summary>
    /// <param name="parent">An existing folder.</param>
    /// <exception cref="BenchmarkException">It cannot be made there.</exception>
    internal Workplace(string parent)
    {
        try
        {
            _root = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(parent), $"catchment-bench-{Environment.ProcessId}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"Cannot make a folder for the data in {parent}: {e.Message} Name another with --data-folder.", e);
        }

        if (new DriveInfo(Root).DriveFormat.StartsWith("ext", StringComparison.Ordinal))
            SpreadFolders();
    }

    /// <summary>The folder.</summary>
    internal string Root => _root.FullName;

    /// <summary>Makes a new, empty folder in it.</summary>
    internal string NewFolder()
    {
        // ext4 chooses the place by the name: a name that has not been used before.
        return _root.CreateSubdirectory($"{Guid.NewGuid():N}"[..12]).FullName;
    }

    /// <summary>Removes a folder, and waits until the disk is calm again.</summary>
    internal static async Task ClearAsync(string folder, CancellationToken cancellation)
    {
        Directory.Delete(folder, recursive: true);
        await WriteBack.SettleAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Delete(recursive: true);

    private void SpreadFolders()
    {
        try
        {
            using var chattr = Process.Start(new ProcessStartInfo("chattr", ["+T", Root]) { UseShellExecute = false })!;
            chattr.WaitForExit();
            if (chattr.ExitCode == 0)
                return;
        }
        catch (Win32Exception)
        {
            // No such program: the same warning as when it fails.
        }

        Console.Error.WriteLine($"warning: 'chattr +T {Root}' (package e2fsprogs) failed; every run will be slowed by the files removed before it.");
    }
}
