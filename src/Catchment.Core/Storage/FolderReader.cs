using System.Buffers;
using System.Buffers.Binary;

namespace Catchment.Core.Storage;

/// <summary>Reads the names in a folder one after another, as bytes, in the file system's order; allocates nothing per name.</summary>
public sealed class FolderReader : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int LengthOffset = 16; // struct linux_dirent64: inode, offset, record length, kind, name
    private const int KindOffset = 18;
    private const int NameOffset = 19;
    private const byte KindFolder = 4; // DT_DIR
    private const byte KindFile = 8; // DT_REG

    private readonly string _path;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _descriptor;
    private int _filled;
    private int _next;

    internal FolderReader(string path, int descriptor) => (_path, _descriptor) = (path, descriptor);

    /// <summary>Goes to the next name; <c>.</c> and <c>..</c> are left out.</summary>
    /// <param name="name">The name's bytes; valid until the next call.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="StorageException">The folder cannot be read.</exception>
    public bool TryRead(out ReadOnlySpan<byte> name) => TryRead(out name, out _);

    /// <summary>Goes to the next name; <c>.</c> and <c>..</c> are left out.</summary>
    /// <param name="name">The name's bytes; valid until the next call.</param>
    /// <param name="kind">What it stands for, as the folder says; null when it does not: some file systems keep that with the file alone.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="StorageException">The folder cannot be read.</exception>
    public bool TryRead(out ReadOnlySpan<byte> name, out FileKind? kind)
    {
        while (true)
        {
            if (_next >= _filled && !Fill())
            {
                name = default;
                kind = null;
                return false;
            }

            kind = _buffer[_next + KindOffset] switch
            {
                0 => null,
                KindFolder => FileKind.Folder,
                KindFile => FileKind.File,
                _ => FileKind.Other,
            };

            var length = BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_next + LengthOffset));
            name = _buffer.AsSpan(_next + NameOffset, length - NameOffset);
            name = name[..name.IndexOf((byte)0)];
            _next += length;
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                return true;
        }
    }

    /// <summary>Ends reading.</summary>
    public void Dispose()
    {
        if (_descriptor < 0)
            return;
        Linux.Close(_descriptor);
        _descriptor = -1;
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private bool Fill()
    {
        ObjectDisposedException.ThrowIf(_descriptor < 0, this);
        _filled = Linux.ReadFolder(_descriptor, _buffer.AsSpan(0, BufferBytes), out var errno);
        _next = 0;
        if (errno == Linux.ENOENT)
            _filled = 0; // Removed while it is read.
        else if (errno != 0)
            throw new StorageException("read", _path, errno);
        return _filled > 0;
    }
}
