using System.Buffers;
using System.Security.Cryptography;
using Catchment.Files.Checksums;

namespace Catchment.Files.Plugins.S3;

/// <summary>What one reading of a file tells of its content.</summary>
/// <param name="Blake2b">BLAKE2b-512 of the whole, as the table of files has it.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Parts">MD5 of each part, the checksum that every store verifies; a file of one part has that of the whole.</param>
internal sealed record FileDigests(string Blake2b, long Size, IReadOnlyList<byte[]> Parts)
{
    private const int ReadSize = 1 << 20;

    /// <summary>What the store calls it: MD5 of the whole, or of the parts' checksums with their number.</summary>
#pragma warning disable CA5351 // MD5 is what the protocol verifies; that it is the right content is what BLAKE2b says.
    public string EntityTag => Parts.Count == 1
        ? Convert.ToHexStringLower(Parts[0])
        : $"{Convert.ToHexStringLower(MD5.HashData([.. Parts.SelectMany(part => part)]))}-{Parts.Count}";

    /// <summary>Reads a file to its end.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="partSize">Bytes of a part.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static FileDigests Of(Stream file, long partSize, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            using var part = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
            var whole = new Blake2b512();
            var parts = new List<byte[]>();
            long size = 0;
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var left = partSize - (size % partSize);
                var read = file.Read(buffer, 0, (int)Math.Min(ReadSize, left));
                whole.Update(buffer.AsSpan(0, read));
                part.AppendData(buffer, 0, read);
                size += read;
                if (read == left || (read == 0 && (parts.Count == 0 || size % partSize > 0)))
                    parts.Add(part.GetHashAndReset());
                if (read == 0)
                    return new FileDigests(Text(whole), size, parts);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Text(Blake2b512 hash)
    {
        Span<byte> result = stackalloc byte[Blake2b512.ResultSize];
        hash.Finish(result);
        return Convert.ToHexStringLower(result);
    }
}
