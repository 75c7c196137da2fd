using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Core.Hosting;

/// <summary>
/// The folder in which a node or service keeps what is its own (<c>.catchment</c> beside its data): made with mode
/// 0700, claimed by one process at a time. Files in it appear whole: written under <c>.&lt;name&gt;.tmp</c>, then
/// renamed. Leftovers of a killed process are removed when the folder is opened.
/// </summary>
public sealed class StateFolder : IDisposable
{
    /// <summary>The largest file that <see cref="Read{T}"/> accepts, in bytes.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    private const string LockFile = "lock";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly FileLock _lock;

    private StateFolder(string path, FileLock held)
    {
        FullPath = path;
        _lock = held;
    }

    /// <summary>The folder's absolute path.</summary>
    public string FullPath { get; }

    /// <summary>Makes the folder if it is missing and claims it for this process.</summary>
    /// <param name="path">The folder; a relative path starts at the working folder.</param>
    /// <exception cref="StateFolderException">
    /// It is in use by another process (named with its pid), or cannot be made or written.
    /// </exception>
    public static StateFolder Open(string path)
    {
        string full = Make(path);
        FileLock held = FileLock.Take(Path.Combine(full, LockFile), holder =>
            $"The state folder '{full}' is in use by {holder}. Stop that one first, or give this instance a data folder of its own.");
        try
        {
            RemoveLeftovers(full);
            return new StateFolder(full, held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw new StateFolderException($"Cannot clear the state folder '{full}' of unfinished files: {e.Message}", e);
        }
    }

    /// <summary>Makes the folder if it is missing, and claims nothing.</summary>
    /// <param name="path">The folder; a relative path starts at the working folder.</param>
    /// <returns>The folder's absolute path.</returns>
    /// <exception cref="StateFolderException">It cannot be made.</exception>
    public static string Make(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            CreatePrivately(full);
            return full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException(
                $"Cannot make the state folder '{full}': {e.Message} Give this user write access to the folder above, or choose another data folder.", e);
        }
    }

    /// <summary>The absolute path of a file in the folder.</summary>
    /// <param name="name">Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>; it does not begin with a dot.</param>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    public string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name[0] == '.' || name.Length > 100 || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new ArgumentException($"'{name}' is no name for a state file: letters, digits, '.', '_' and '-' are allowed, at most 100 of them, and no dot in front.", nameof(name));
        }

        return Path.Combine(FullPath, name);
    }

    /// <summary>Reads a file as JSON.</summary>
    /// <typeparam name="T">What the file holds.</typeparam>
    /// <param name="name">The file's name.</param>
    /// <param name="type">How it is read.</param>
    /// <returns>The content, or the default of <typeparamref name="T"/> when there is no such file.</returns>
    /// <exception cref="StateFolderException">The file cannot be read, is too large or is no such JSON.</exception>
    public T? Read<T>(string name, JsonTypeInfo<T> type)
    {
        if (ReadBytes(name) is not { } bytes)
        {
            return default;
        }

        try
        {
            return JsonSerializer.Deserialize(bytes, type);
        }
        catch (JsonException e)
        {
            throw new StateFolderException(
                $"The state file '{PathOf(name)}' is damaged: {e.Message} Restore it from a backup, or remove it to begin without it.", e);
        }
    }

    /// <summary>Reads a file as it is; null when there is none.</summary>
    /// <param name="name">The file's name.</param>
    /// <exception cref="StateFolderException">The file cannot be read or is too large.</exception>
    public byte[]? ReadBytes(string name)
    {
        string path = PathOf(name);
        try
        {
            using SafeFileHandle handle = File.OpenHandle(path);
            long length = RandomAccess.GetLength(handle);
            if (length > LargestFile)
            {
                throw new StateFolderException($"The state file '{path}' has {length} bytes; at most {LargestFile} are read. It is not one that this program wrote: remove it.");
            }

            byte[] bytes = new byte[length];
            int read = RandomAccess.Read(handle, bytes, 0);
            return read == bytes.Length ? bytes : bytes[..read];
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException($"Cannot read the state file '{path}': {e.Message}", e);
        }
    }

    /// <summary>Writes a file as JSON; it is replaced as a whole.</summary>
    /// <typeparam name="T">What the file holds.</typeparam>
    /// <param name="name">The file's name.</param>
    /// <param name="value">The new content.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="synced">Whether the bytes are on the disk, proof against a power cut, before this returns.</param>
    /// <exception cref="StateFolderException">The file cannot be written; the old one stays as it was.</exception>
    public void Write<T>(string name, T value, JsonTypeInfo<T> type, bool synced = false) =>
        WriteBytes(name, JsonSerializer.SerializeToUtf8Bytes(value, type), synced);

    /// <summary>Writes a file with mode 0600; it is replaced as a whole.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="content">The new content.</param>
    /// <param name="synced">Whether the bytes are on the disk before this returns.</param>
    /// <exception cref="StateFolderException">The file cannot be written; the old one stays as it was.</exception>
    public void WriteBytes(string name, ReadOnlySpan<byte> content, bool synced = false)
    {
        string path = PathOf(name);
        string temporary = Path.Combine(FullPath, $".{name}.tmp");
        try
        {
            using (FileStream file = new(temporary, PrivateFile))
            {
                file.Write(content);
                file.Flush(flushToDisk: synced);
            }

            File.Move(temporary, path, overwrite: true);
            if (synced && OperatingSystem.IsLinux())
            {
                // The rename is a change of the folder, which has its own place on the disk.
                using SafeFileHandle folder = Posix.OpenFolder(FullPath);
                RandomAccess.FlushToDisk(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException($"Cannot write the state file '{path}': {e.Message}", e);
        }
    }

    /// <summary>Gives the folder back to other processes.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStreamOptions PrivateFile
    {
        get
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return options;
        }
    }

    private static void CreatePrivately(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // Only the folder itself is private; folders above it that are made on the way follow the umask.
        if (Path.GetDirectoryName(path) is { } above)
        {
            Directory.CreateDirectory(above);
        }

        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void RemoveLeftovers(string path)
    {
        foreach (string leftover in Directory.EnumerateFiles(path, ".*.tmp"))
        {
            File.Delete(leftover);
        }
    }
}
