using System.Buffers;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>The file of one tracking set.</summary>
internal class SetWriter : ISetWriter
{
    private const int SmallRow = 1024;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Durability _durability;
    private readonly Action<SetWriter> _closed;
    private AppendLog? _file;

    /// <summary>Opens the file with nothing but the header, or, to continue, as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="durability">Whether <see cref="Flush"/> brings rows to the medium.</param>
    /// <param name="closed">Told once when the writer is closed.</param>
    /// <param name="isContinued">The rows that are there stay.</param>
    /// <exception cref="IOException">The file system refused.</exception>
    internal SetWriter(string path, Durability durability, Action<SetWriter> closed, bool isContinued = false)
    {
        _path = path;
        _durability = durability;
        _closed = closed;
        _file = isContinued ? OpenAtEnd() : OpenEmpty();
    }

    /// <summary>A set's first line.</summary>
    internal static ReadOnlySpan<byte> Header => "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n"u8;

    /// <inheritdoc/>
    public bool Append(DateTime time, ReadOnlySpan<char> objectId, ReadOnlySpan<char> className, long x1, long y1, long x2, long y2)
    {
        var room = CsvRow.Room(objectId.Length + className.Length);
        byte[]? rented = room > SmallRow ? ArrayPool<byte>.Shared.Rent(room) : null;
        try
        {
            var row = new CsvRow(rented ?? stackalloc byte[SmallRow]);
            var bytes = row.Field(time).Field(objectId).Field(className).Field(x1).Field(y1).Field(x2).Field(y2).End();
            lock (_gate)
            {
                if (_file is null)
                    return false;
                _file.Write(bytes);
                return true;
            }
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>When synced: brings the rows to the medium.</summary>
    /// <exception cref="IOException">They could not be flushed.</exception>
    internal void Flush()
    {
        AppendLog? file;
        lock (_gate)
            file = _file;
        try
        {
            file?.Flush(); // Not under the lock: an outpost's rows do not wait for the medium.
        }
        catch (StorageException)
        {
            lock (_gate)
            {
                if (_file == file)
                    throw;
            }

            // Closed meanwhile, which flushed it.
        }
    }

    /// <summary>Takes all rows out again.</summary>
    /// <exception cref="IOException">The file system refused.</exception>
    internal void Empty()
    {
        lock (_gate)
        {
            if (_file is null)
                return;
            var emptied = OpenEmpty(); // When that fails the rows go on being written to the old one.
            _file.Dispose();
            _file = emptied;
        }
    }

    /// <summary>Closes the file; later rows are refused.</summary>
    internal virtual void Close()
    {
        lock (_gate)
        {
            if (_file is null)
                return;
            _file.Dispose();
            _file = null;
        }

        _closed(this);
    }

    /// <summary>For an event that is deleted: closes the file.</summary>
    internal virtual void Refuse() => Close();

    /// <inheritdoc/>
    public virtual void Dispose() => Close();

    private AppendLog OpenAtEnd()
    {
        using (var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            if (file.Length >= Header.Length)
            {
                file.Seek(-1, SeekOrigin.End);
                if (file.ReadByte() != '\n')
                    file.WriteByte((byte)'\n'); // Half a row, after a power cut, must not spoil the next one.
                return AppendLog.Open(_path, _durability);
            }
        }

        return OpenEmpty();
    }

    private AppendLog OpenEmpty()
    {
        try
        {
            new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }

        var file = AppendLog.Open(_path, _durability);
        try
        {
            file.Write(Header);
            return file;
        }
        catch (StorageException)
        {
            file.Dispose();
            throw;
        }
    }
}
