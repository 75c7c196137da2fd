using System.Buffers;
using Catchment.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Cameras.Events.Csv;

/// <summary>The bounds of CSV files, and their bytes.</summary>
internal static class CsvFiles
{
    /// <summary>The largest file that is read: 1 GiB.</summary>
    internal const long LargestFile = 1L << 30;

    /// <summary>The most rows that are kept of a file; further ones are left out.</summary>
    internal const int MostRows = 10_000_000;

    /// <summary>The longest field, in bytes; a row with a longer one is left out.</summary>
    internal const int LongestField = 64 * 1024;

    /// <summary>What some editors put in front of UTF-8.</summary>
    internal static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether a field is longer than is read.</summary>
    internal static bool HasLongField(ref CsvRows row, int fields)
    {
        for (var i = 0; i < fields; i++)
        {
            if (row[i].Length > LongestField)
                return true;
        }

        return false;
    }

    /// <summary>Reads a file in a folder; a link is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="length">Its length.</param>
    /// <returns>Its bytes in rented memory that the caller gives back to the shared pool; null: there is no such file.</returns>
    /// <exception cref="IOException">It is there but cannot be read, or is too large.</exception>
    internal static byte[]? Read(FolderHandle folder, ReadOnlySpan<byte> name, out int length)
    {
        length = 0;
        if (folder.Facts(name) is not { Kind: FileKind.File })
            return null;
        SafeFileHandle file;
        try
        {
            file = folder.OpenFile(name);
        }
        catch (StorageException e) when (e.IsFolderMissing)
        {
            return null; // Removed just now.
        }

        using (file)
        {
            var size = RandomAccess.GetLength(file);
            if (size > LargestFile)
                throw new IOException($"{folder.PathOf(name)} is larger than {LargestFile >> 30} GiB; it is not read.");
            return Read(file, size, out length);
        }
    }

    private static byte[] Read(SafeFileHandle file, long size, out int length)
    {
        var bytes = ArrayPool<byte>.Shared.Rent((int)size + 1);
        length = 0;
        try
        {
            // What is written meanwhile belongs to the next reading.
            while (length < size && RandomAccess.Read(file, bytes.AsSpan(length, (int)size - length), length) is > 0 and var part)
                length += part;
            return bytes;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(bytes);
            throw;
        }
    }
}
