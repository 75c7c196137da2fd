using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Core.Hosting;

/// <summary>
/// The claim of one process on one thing: a file held with <c>flock</c> and containing the process's id. The system
/// itself releases it when the process dies, however it dies.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int WouldBlock = 11; // EAGAIN, as Linux has it
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly SafeFileHandle _handle;

    private FileLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Takes the lock, without waiting.</summary>
    /// <param name="path">The lock file, made when missing; its folder is there.</param>
    /// <param name="inUse">What to say when somebody holds it; given who: <c>the process 123</c>.</param>
    /// <exception cref="StateFolderException">Somebody holds it, or the file cannot be made.</exception>
    public static FileLock Take(string path, Func<string, string> inUse)
    {
        SafeFileHandle handle;
        try
        {
            // FileShare.None is an exclusive flock on Unix; a second opener fails at once.
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException(Explain(path, inUse, e), e);
        }

        Sign(handle);
        return new FileLock(handle);
    }

    /// <summary>Gives it back.</summary>
    public void Dispose() => _handle.Dispose();

    private static void Sign(SafeFileHandle handle)
    {
        byte[] pid = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
        try
        {
            // Written over before it is cut: a full disk has no room for what was given back.
            RandomAccess.Write(handle, pid, 0);
            RandomAccess.SetLength(handle, pid.Length);
        }
        catch (IOException)
        {
            // The lock holds without a signature, too; who makes room on a full disk must be able to take it.
        }
    }

    private static string Explain(string path, Func<string, string> inUse, Exception error)
    {
        if (error is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            return $"Cannot open the lock file '{path}': {error.Message} Give this user write access to the folder, or choose another one.";
        }

        if (error.HResult is not (WouldBlock or SharingViolation))
        {
            return $"Cannot make the lock file '{path}': {error.Message}";
        }

        return inUse(ReadHolder(path) is { } pid ? $"the process {pid}" : "another process");
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
