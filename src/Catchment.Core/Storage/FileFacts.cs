using System.Runtime.InteropServices;

namespace Catchment.Core.Storage;

/// <summary>What the file system knows of a name; of a symbolic link itself, not of its target.</summary>
/// <param name="Kind">File, folder or other.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Modified">Time of the last change: nanoseconds since 1970, UTC. Of a folder: a name in it came or went.</param>
/// <param name="Inode">The number that stands for it on its file system.</param>
/// <param name="Device">The file system.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileFacts(FileKind Kind, long Size, long Modified, ulong Inode, ulong Device)
{
    /// <summary>
    /// Time of the last change of any kind: nanoseconds since 1970, UTC. Nobody can set it, so that it shows a file that was written over
    /// with as many bytes and given its former time again.
    /// </summary>
    public long Changed { get; init; }

    /// <summary>Both are one and the same file or folder, whatever their paths.</summary>
    public bool IsSameAs(FileFacts other) => Inode == other.Inode && Device == other.Device;
}
