using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>What one reading of a file tells of its content.</summary>
/// <param name="Sha256">SHA-256 of the whole, in hexadecimal.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Parts">MD5 of each part, the checksum that every store verifies; a file of one part has that of the whole.</param>
internal sealed record ContentDigests(string Sha256, long Size, IReadOnlyList<byte[]> Parts)
{
    private const int ReadSize = 1 << 20;

    /// <summary>What a store calls the content: MD5 of the whole, or of the parts' checksums with their number.</summary>
#pragma warning disable CA5351 // MD5 is what the protocol verifies; that it is the right content is what SHA-256 says.
    internal string EntityTag => Parts.Count == 1 ? Convert.ToHexStringLower(Parts[0]) : $"{Convert.ToHexStringLower(MD5.HashData([.. Parts.SelectMany(static part => part)]))}-{Parts.Count}";

    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal static ContentDigests Of(SafeFileHandle file, long partSize, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            using var part = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
            using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var parts = new List<byte[]>();
            long size = 0;
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                var left = partSize - (size % partSize);
                var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(ReadSize, left)), size);
                whole.AppendData(buffer, 0, read);
                part.AppendData(buffer, 0, read);
                size += read;
                if (read == left || (read == 0 && (parts.Count == 0 || size % partSize > 0)))
                    parts.Add(part.GetHashAndReset());
                if (read == 0)
                    return new ContentDigests(Convert.ToHexStringLower(whole.GetHashAndReset()), size, parts);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
