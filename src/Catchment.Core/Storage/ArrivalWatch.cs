using System.Buffers.Binary;

namespace Catchment.Core.Storage;

/// <summary>
/// Tells of names that are moved into folders (inotify). A hint, no more: what comes in before a folder is watched, or when the
/// system's queue is full, is not told, and a network's file system tells nothing of other machines.
/// </summary>
public sealed class ArrivalWatch : IDisposable
{
    private const int HeaderBytes = 16; // struct inotify_event: watch, mask, cookie, length of the name
    private const int BufferBytes = 64 * 1024;

    private readonly int _queue;
    private readonly int _end;
    private readonly NameArrived _arrived;
    private readonly Thread _reader;
    private volatile bool _isEnded;

    private ArrivalWatch(int queue, int end, NameArrived arrived)
    {
        _queue = queue;
        _end = end;
        _arrived = arrived;
        _reader = new Thread(Read) { IsBackground = true, Name = "arrivals" };
        _reader.Start();
    }

    /// <summary>Begins to watch, no folder yet.</summary>
    /// <param name="arrived">Told of each name, on a thread of its own; it must not throw.</param>
    /// <returns>Null when the system offers no more of it.</returns>
    public static ArrivalWatch? Start(NameArrived arrived)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        if (!OperatingSystem.IsLinux())
            return null;
        var queue = Linux.OpenWatch();
        if (queue < 0)
            return null;
        var end = Linux.OpenSignal();
        if (end >= 0)
            return new ArrivalWatch(queue, end, arrived);
        Linux.Close(queue);
        return null;
    }

    /// <summary>Watches a folder, which may be watched already.</summary>
    /// <returns>Its number; the same for the same folder. Negative when the system watches no more folders.</returns>
    public int Add(FolderHandle folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Linux.WatchArrivals(_queue, folder.Descriptor);
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (_isEnded)
            return;
        _isEnded = true;
        Linux.Signal(_end);
        _reader.Join();
        Linux.Close(_queue);
        Linux.Close(_end);
    }

    private unsafe void Read()
    {
        var buffer = new byte[BufferBytes];
        while (!_isEnded)
        {
            Linux.WaitForEither(_queue, _end);
            nint length;
            fixed (byte* p = buffer)
                length = _isEnded ? 0 : Linux.Read(_queue, p, BufferBytes, out _);
            for (var rest = buffer.AsSpan(0, (int)Math.Max(0, length)); rest.Length >= HeaderBytes;)
            {
                var watch = BinaryPrimitives.ReadInt32LittleEndian(rest);
                var mask = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
                var name = rest.Slice(HeaderBytes, BinaryPrimitives.ReadInt32LittleEndian(rest[12..]));
                rest = rest[(HeaderBytes + name.Length)..];
                if ((mask & Linux.MovedInto) != 0)
                    _arrived(watch, name.TrimEnd((byte)0));
            }
        }
    }
}
