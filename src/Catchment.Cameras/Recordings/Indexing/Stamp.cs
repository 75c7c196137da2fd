using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>Gathers facts into one number that stands for them.</summary>
internal sealed class Stamp : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal Stamp Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
        return this;
    }

    internal Stamp Add(string text)
    {
        Add(text.Length);
        _hash.AppendData(Encoding.UTF8.GetBytes(text));
        return this;
    }

    /// <summary>Adds what tells a state of a file or folder from every other.</summary>
    internal Stamp Add(FileFacts? facts) =>
        facts is { } known ? Add((long)known.Kind).Add(known.Size).Add(known.Modified).Add((long)known.Inode) : Add(-1);

    /// <summary>The number; begins anew.</summary>
    internal long Take()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    public void Dispose() => _hash.Dispose();
}
