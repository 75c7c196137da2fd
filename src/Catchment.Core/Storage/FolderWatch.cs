using System.Buffers.Binary;

namespace Catchment.Core.Storage;

/// <summary>
/// Tells what happens in folders (inotify). A hint, no more: what comes before a folder is watched, or when the system's queue is full, is not
/// told, and a network's file system tells nothing of other machines.
/// </summary>
public sealed class FolderWatch : IDisposable
{
    private const int HeaderBytes = 16; // struct inotify_event: watch, mask, cookie, length of the name
    private const int BufferBytes = 64 * 1024;

    private readonly int _queue;
    private readonly int _end;
    private readonly FolderChange _wanted;
    private readonly FolderChanged _changed;
    private readonly Thread _reader;
    private volatile bool _isEnded;

    private FolderWatch(int queue, int end, FolderChange wanted, FolderChanged changed)
    {
        _queue = queue;
        _end = end;
        _wanted = wanted;
        _changed = changed;
        _reader = new Thread(Read) { IsBackground = true, Name = "folder watch" };
        _reader.Start();
    }

    /// <summary>Begins to watch, no folder yet.</summary>
    /// <param name="wanted">What is told; <see cref="FolderChange.Lost"/> and <see cref="FolderChange.Ended"/> always are.</param>
    /// <param name="changed">Told of each change, on a thread of its own; it must not throw.</param>
    /// <returns>Null when the system offers no more of it.</returns>
    public static FolderWatch? Start(FolderChange wanted, FolderChanged changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        if (!OperatingSystem.IsLinux())
            return null;
        var queue = Linux.OpenWatch();
        if (queue < 0)
            return null;
        var end = Linux.OpenSignal();
        if (end >= 0)
            return new FolderWatch(queue, end, wanted, changed);
        Linux.Close(queue);
        return null;
    }

    /// <summary>Watches a folder, which may be watched already.</summary>
    /// <returns>Its number; the same for the same folder. Negative when the system watches no more folders.</returns>
    public int Add(FolderHandle folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Linux.WatchFolder(_queue, folder.Descriptor, (uint)_wanted);
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
                _changed(watch, (FolderChange)mask, name.TrimEnd((byte)0));
            }
        }
    }
}
