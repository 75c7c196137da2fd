namespace Catchment.Benchmarks.Machine;

/// <summary>The folder that a benchmark fills, on the disk that is measured; removed with everything in it at the end.</summary>
/// <remarks>
/// ext4 does not use the inode of a removed file again for one to six minutes: who creates a file steps over each of them,
/// which here made creating 30 times slower, and every run slower than the first. So a run's files are only emptied, and
/// removed when all is measured; and each run's folder lies apart, see <see cref="FolderScatter"/>.
/// </remarks>
internal sealed class Workplace : IDisposable
{
    private readonly DirectoryInfo _root;
    private readonly FolderScatter _folders;

    /// <summary>Makes the folder.</summary>
    /// <param name="parent">An existing folder.</param>
    /// <exception cref="BenchmarkException">It cannot be made there.</exception>
    internal Workplace(string parent)
    {
        try
        {
            _root = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(parent), $"catchment-bench-{Environment.ProcessId}"));
            _folders = new FolderScatter(_root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"Cannot make a folder for the data in {parent}: {e.Message} Name another with --data-folder.", e);
        }
    }

    /// <summary>The folder.</summary>
    internal string Root => _root.FullName;

    /// <summary>Makes a new, empty folder in it.</summary>
    internal string NewFolder() => _folders.NewFolder().FullName;

    /// <summary>Gives the space of a file back, and keeps the file, since a removed one slows what follows.</summary>
    internal static void Empty(string file) => File.OpenHandle(file, FileMode.Truncate, FileAccess.Write).Dispose();

    /// <summary>Empties the files of a run, and waits until the disk is calm again.</summary>
    internal static async Task ClearAsync(string folder, CancellationToken cancellation)
    {
        foreach (var frame in Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories))
            Empty(frame);
        await WriteBack.SettleAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Delete(recursive: true);
}
