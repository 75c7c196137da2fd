using System.Runtime.InteropServices;

namespace Catchment.Core.Storage;

/// <summary>
/// A file to whose end whole records are written, each with one system call, so that no reader and no crash of the
/// process sees half a record. Safe for many threads at once. When synced, flushes are shared: one serves everybody
/// whose record was written before it began.
/// </summary>
public sealed class AppendLog : IDisposable
{
    private readonly Lock _write = new();
    private readonly Lock _flush = new();
    private readonly int _descriptor;
    private readonly bool _synced;
    private long _written;
    private long _flushed;
    private bool _closed;

    private AppendLog(string path, int descriptor, bool synced)
    {
        Path = path;
        _descriptor = descriptor;
        _synced = synced;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a file for appending, creating it when it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="durability"><see cref="Durability.Synced"/>: <see cref="Flush"/> brings records to the medium.</param>
    /// <exception cref="StorageException">It cannot be opened; or, when synced, its folder cannot be flushed.</exception>
    public static AppendLog Open(string path, Durability durability)
    {
        var descriptor = Linux.OpenForAppend(path);
        if (descriptor < 0)
            throw new StorageException("open", path, Marshal.GetLastPInvokeError());
        var log = new AppendLog(path, descriptor, durability == Durability.Synced);
        try
        {
            if (log._synced)
                AtomicFolder.FlushFolder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!); // A new file's name has to survive a power cut too.
            return log;
        }
        catch (StorageException)
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Writes one record to the end.</summary>
    /// <exception cref="StorageException">It could not be written; nothing of it stays.</exception>
    public void Write(ReadOnlySpan<byte> record)
    {
        lock (_write)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var errno = Linux.WriteAll(_descriptor, record, out var part);
            if (errno != 0)
            {
                Linux.CutFromEnd(_descriptor, part); // A full medium took the record's beginning only.
                throw new StorageException("append to", Path, errno);
            }

            _written++;
        }
    }

    /// <summary>When synced: returns when everything written so far is on the medium. Otherwise returns at once.</summary>
    /// <exception cref="StorageException">It could not be flushed.</exception>
    public void Flush()
    {
        if (!_synced)
            return;
        var needed = Interlocked.Read(ref _written);
        lock (_flush)
        {
            if (_flushed >= needed)
                return;
            long covered;
            lock (_write)
            {
                if (_closed)
                    throw new StorageException("flush", Path, Linux.EBADF);
                covered = _written;
            }

            var errno = Linux.FlushData(_descriptor);
            if (errno is not (0 or Linux.EINVAL))
                throw new StorageException("flush", Path, errno);
            _flushed = covered;
        }
    }

    /// <summary>Closes the file; when synced, flushed.</summary>
    public void Dispose()
    {
        lock (_flush)
            lock (_write)
            {
                if (_closed)
                    return;
                if (_synced && _flushed < _written && Linux.FlushData(_descriptor) == 0)
                    _flushed = _written; // Somebody may still be on the way to flush what was written.
                _closed = true;
                Linux.Close(_descriptor);
            }
    }
}
