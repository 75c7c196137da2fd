using System.Buffers;
using Catchment.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Files.Checksums;

/// <summary>The checksum of a file's content, as the column <c>checksum</c> has it. Source: <c>files</c> 3.2.</summary>
/// <param name="Text">BLAKE2b-512, 128 hex digits in lower case.</param>
/// <param name="Size">The bytes that were read for it.</param>
public readonly record struct FileChecksum(string Text, long Size)
{
    // Large reads keep a slow disk busy, and cost no more than small ones where the content is in memory already.
    private const int ReadSize = 1 << 20;

    /// <summary>Reads an open file from its beginning to its end.</summary>
    /// <param name="file">A regular file; its position does not matter and does not change.</param>
    /// <param name="cancellation">Ends the reading after the next <see cref="ReadSize"/> bytes.</param>
    /// <param name="read">Told how many bytes were read, each time; null: nobody. It may wait.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FileChecksum Of(SafeFileHandle file, CancellationToken cancellation, Action<int>? read = null)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            var hash = new Blake2b512();
            long size = 0;
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = RandomAccess.Read(file, buffer.AsSpan(0, ReadSize), size);
                if (count == 0)
                    return new FileChecksum(Result(hash), size);
                hash.Update(buffer.AsSpan(0, count));
                size += count;
                read?.Invoke(count);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e); // One kind for whoever asks.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a file of an open folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FileChecksum Of(FolderHandle folder, ReadOnlySpan<byte> name, CancellationToken cancellation)
    {
        using var content = folder.OpenFile(name);
        return Of(content, cancellation);
    }

    /// <summary>The checksum of bytes in memory.</summary>
    /// <param name="content">The bytes.</param>
    public static FileChecksum Of(ReadOnlySpan<byte> content)
    {
        var hash = new Blake2b512();
        hash.Update(content);
        return new FileChecksum(Result(hash), content.Length);
    }

    private static string Result(Blake2b512 hash)
    {
        Span<byte> result = stackalloc byte[Blake2b512.ResultSize];
        hash.Finish(result);
        return Convert.ToHexStringLower(result);
    }
}
