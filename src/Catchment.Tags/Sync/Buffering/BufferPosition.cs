using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Tags.Sync.Buffering;

/// <summary>How far a buffer was delivered: a file of 20 bytes that is written over in place, with one system call.</summary>
internal sealed class BufferPosition : IDisposable
{
    private const int Size = 20;

    private readonly SafeFileHandle _handle;

    private BufferPosition(SafeFileHandle handle) => _handle = handle;

    /// <summary>The segment; 0: nothing was ever delivered, or the file is damaged and what it told is delivered again.</summary>
    internal long Segment { get; private set; }

    /// <summary>The offset in it.</summary>
    internal long Offset { get; private set; }

    /// <summary>Opens the file, or makes it.</summary>
    internal static BufferPosition Open(string path)
    {
        var position = new BufferPosition(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        Span<byte> bytes = stackalloc byte[Size];
        if (RandomAccess.Read(position._handle, bytes, 0) == Size && BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]) == Checksum(bytes))
            (position.Segment, position.Offset) = (BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
        return position;
    }

    /// <summary>Writes it.</summary>
    internal void Set(long segment, long offset)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, segment);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], Checksum(bytes));
        RandomAccess.Write(_handle, bytes, 0);
        (Segment, Offset) = (segment, offset);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static uint Checksum(ReadOnlySpan<byte> bytes) =>
        ~BitOperations.Crc32C(BitOperations.Crc32C(~0u, BinaryPrimitives.ReadUInt64LittleEndian(bytes)), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
}
