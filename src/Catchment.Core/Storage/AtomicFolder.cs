using System.Runtime.InteropServices;
using System.Text;

namespace Catchment.Core.Storage;

/// <summary>
/// An open folder in which files appear whole: each is written under a temporary name (<c>.&lt;name&gt;.tmp</c>, which
/// no reader of <c>*.jpg</c> sees) and renamed; an existing file is never replaced. Names are taken relative to the
/// open folder and may not hold a slash, so nothing is ever written elsewhere. Safe for many threads at once;
/// allocates nothing per file when not synced.
/// </summary>
public sealed class AtomicFolder : IDisposable
{
    /// <summary>The longest file name, in bytes of UTF-8, that leaves room for the temporary name (255 − <c>.</c> − <c>.tmp</c>).</summary>
    public const int MaxNameBytes = 255 - 5;

    private const int NameBuffer = MaxNameBytes + 6;

    private readonly SharedFlush? _flush; // null when not synced
    private readonly int _descriptor;
    private int _users = 1;
    private bool _renameCannotRefuse;

    private AtomicFolder(string path, int descriptor, SharedFlush? flush)
    {
        Path = path;
        _descriptor = descriptor;
        _flush = flush;
    }

    /// <summary>The folder's path, for messages.</summary>
    public string Path { get; }

    /// <summary>Opens a folder, creating it (not its parents) when it is not there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="durability"><see cref="Durability.Synced"/> flushes each file and the folder before
    /// <see cref="Write"/> returns; the others do not flush.</param>
    /// <exception cref="StorageException">The folder cannot be created or opened.</exception>
    public static AtomicFolder Open(string path, Durability durability)
    {
        path = System.IO.Path.GetFullPath(path);
        CreateFolder(path, durability);
        var descriptor = Linux.OpenFolder(path);
        if (descriptor < 0)
            throw new StorageException("open", path, Marshal.GetLastPInvokeError());
        return new AtomicFolder(path, descriptor, durability == Durability.Synced ? new SharedFlush(() => Linux.Flush(descriptor)) : null);
    }

    /// <summary>Writes one file whole.</summary>
    /// <param name="name">The file's name in UTF-8, without a slash or a zero byte, at most <see cref="MaxNameBytes"/> bytes.</param>
    /// <param name="content">The file's bytes.</param>
    /// <returns>False when a file of that name is there already; it is left as it is.</returns>
    /// <exception cref="StorageException">The file system refused; nothing half-written stays under the name.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long, or holds a slash or a zero byte.</exception>
    public bool Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        if (name.IsEmpty || name.Length > MaxNameBytes || name.ContainsAny((byte)'/', (byte)0))
            throw new ArgumentException("A file name has 1 to 250 bytes and neither a slash nor a zero byte.", nameof(name));

        Span<byte> final = stackalloc byte[NameBuffer];
        Span<byte> temporary = stackalloc byte[NameBuffer];
        final = WithZero(final, [], name, []);
        temporary = WithZero(temporary, "."u8, name, ".tmp"u8);

        var descriptor = Linux.CreateNew(_descriptor, temporary, out var errno);
        if (descriptor < 0)
        {
            if (errno == Linux.EEXIST)
                return false; // Another writer is about to take this very name.
            throw Failure("create", name, errno);
        }

        errno = Linux.WriteAll(descriptor, content, out _);
        if (errno != 0)
        {
            Linux.Close(descriptor);
            Linux.Unlink(_descriptor, temporary);
            throw Failure("write", name, errno);
        }

        // Each writer flushes its own file: the file system gathers what is flushed at the same time into one commit.
        if (_flush is not null)
            errno = Linux.FlushData(descriptor);
        Linux.Close(descriptor);
        if (errno == 0)
            errno = Publish(temporary, final);
        if (errno == 0 && _flush is not null)
            errno = _flush.Flush();
        if (errno == 0)
            return true;
        Linux.Unlink(_descriptor, temporary);
        return errno == Linux.EEXIST ? false : throw Failure("rename", name, errno);
    }

    /// <summary>Keeps the folder open for another user; each ends with <see cref="Dispose"/>. False when it is closed already.</summary>
    public bool TryShare()
    {
        while (true)
        {
            var users = Volatile.Read(ref _users);
            if (users == 0)
                return false;
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                return true;
        }
    }

    /// <summary>Ends one user's share; the last one closes the folder.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            Linux.Close(_descriptor);
    }

    /// <summary>Gives the temporary file its name. Both names end in a zero byte. Returns 0 or the error number.</summary>
    private int Publish(ReadOnlySpan<byte> temporary, ReadOnlySpan<byte> final)
    {
        if (!_renameCannotRefuse)
        {
            var errno = Linux.RenameWithoutReplacing(_descriptor, temporary, final);
            if (errno is not (Linux.EINVAL or Linux.ENOSYS or Linux.EOPNOTSUPP))
                return errno;

            // Some network and FAT file systems do not know the flag. Our own writers never use a name twice at a time,
            // so looking first is enough there.
            _renameCannotRefuse = true;
        }

        return Linux.Exists(_descriptor, final) ? Linux.EEXIST : Linux.Rename(_descriptor, temporary, final);
    }

    private static void CreateFolder(string path, Durability durability)
    {
        if (Directory.Exists(path))
            return;
        var errno = Linux.MakeFolder(path);
        if (errno is not (0 or Linux.EEXIST))
            throw new StorageException("create", path, errno);
        if (durability == Durability.Synced)
            FlushFolder(System.IO.Path.GetDirectoryName(path)!);
    }

    /// <summary>Brings a folder's names to the medium.</summary>
    /// <exception cref="StorageException">It could not be flushed.</exception>
    public static void FlushFolder(string path)
    {
        var descriptor = Linux.OpenFolder(path);
        if (descriptor < 0)
            throw new StorageException("open", path, Marshal.GetLastPInvokeError());
        var errno = Linux.Flush(descriptor);
        Linux.Close(descriptor);
        if (errno is not (0 or Linux.EINVAL)) // EINVAL: a file system without folder flushes.
            throw new StorageException("flush", path, errno);
    }

    private static Span<byte> WithZero(Span<byte> destination, ReadOnlySpan<byte> before, ReadOnlySpan<byte> name, ReadOnlySpan<byte> after)
    {
        before.CopyTo(destination);
        name.CopyTo(destination[before.Length..]);
        after.CopyTo(destination[(before.Length + name.Length)..]);
        var length = before.Length + name.Length + after.Length;
        destination[length] = 0;
        return destination[..(length + 1)];
    }

    private StorageException Failure(string operation, ReadOnlySpan<byte> name, int errno) =>
        new(operation, System.IO.Path.Combine(Path, Encoding.UTF8.GetString(name)), errno);
}
