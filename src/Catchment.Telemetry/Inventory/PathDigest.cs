using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Catchment.Telemetry.Inventory;

/// <summary>
/// Stands for a path in memory: 128 bits of the SHA-256 of its UTF-8, so that a million paths are 16 MB and no two are taken for one, whoever
/// gives the names.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PathDigest(ulong High, ulong Low)
{
    /// <summary>The digest of a path.</summary>
    internal static PathDigest Of(ReadOnlySpan<byte> path)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(path, hash);
        return new PathDigest(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Low;
}
