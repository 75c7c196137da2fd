using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Core.Hosting;

/// <summary>
/// The claim of one process on one folder: a file named <c>lock</c>, held with <c>flock</c> and containing the
/// process's id. The system itself releases it when the process dies, however it dies.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    /// <summary>The lock file's name.</summary>
    public const string FileName = "lock";

    private readonly SafeFileHandle _handle;

    private FolderLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Claims a folder.</summary>
    /// <exception cref="StateFolderException">Another process holds it, or the lock file cannot be made.</exception>
    public static FolderLock Take(string folder)
    {
        string path = Path.Combine(folder, FileName);
        SafeFileHandle handle;
        try
        {
            // FileShare.None is an exclusive flock on Unix; a second opener fails at once.
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException(Explain(folder, path, e), e);
        }

        try
        {
            byte[] pid = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            RandomAccess.SetLength(handle, 0);
            RandomAccess.Write(handle, pid, 0);
            return new FolderLock(handle);
        }
        catch (IOException e)
        {
            handle.Dispose();
            throw new StateFolderException($"Cannot write the lock file '{path}': {e.Message}", e);
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => _handle.Dispose();

    private static string Explain(string folder, string path, Exception error)
    {
        if (error is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            return $"Cannot open the lock file '{path}': {error.Message} Give this user write access to the folder, or choose another one.";
        }

        string holder = ReadHolder(path) is { } pid ? $"the process {pid}" : "another process";
        return $"The state folder '{folder}' is in use by {holder}. Stop that one first, or give this instance a data folder of its own.";
    }

    private static int? ReadHolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            using SafeFileHandle handle = Posix.OpenWithoutLock(path);
            Span<byte> text = stackalloc byte[16];
            int length = RandomAccess.Read(handle, text, 0);
            return int.TryParse(text[..length], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int pid) ? pid : null;
        }
        catch (IOException)
        {
            // The pid is a courtesy; without it the message still says what to do.
            return null;
        }
    }
}
