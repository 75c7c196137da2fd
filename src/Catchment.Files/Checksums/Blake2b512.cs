using System.Buffers.Binary;

namespace Catchment.Files.Checksums;

/// <summary>BLAKE2b with a result of 512 bits and no key (RFC 7693), over bytes that come in pieces. For one thread at a time; use it again after <see cref="Finish"/>.</summary>
public sealed partial class Blake2b512
{
    /// <summary>Bytes of a result.</summary>
    public const int ResultSize = 64;

    private const int BlockSize = 128;

    // The fraction bits of the square roots of the first eight primes: RFC 7693, 2.6.
    private const ulong Start0 = 0x6a09e667f3bcc908;
    private const ulong Start1 = 0xbb67ae8584caa73b;
    private const ulong Start2 = 0x3c6ef372fe94f82b;
    private const ulong Start3 = 0xa54ff53a5f1d36f1;
    private const ulong Start4 = 0x510e527fade682d1;
    private const ulong Start5 = 0x9b05688c2b3e6c1f;
    private const ulong Start6 = 0x1f83d9abfb41bd6b;
    private const ulong Start7 = 0x5be0cd19137e2179;

    // A result of 64 bytes, no key, one leaf: RFC 7693, 2.5.
    private const ulong Parameters = 0x01010000 | ResultSize;

    private readonly ulong[] _chain = new ulong[8];
    private readonly byte[] _block = new byte[BlockSize];
    private int _held;
    private ulong _count;

    /// <summary>Makes one that has taken in nothing.</summary>
    public Blake2b512() => Begin();

    /// <summary>Takes the next bytes in.</summary>
    public void Update(ReadOnlySpan<byte> bytes)
    {
        // The last block of all is marked, so a full one waits until a byte follows it.
        if (_held + bytes.Length <= BlockSize)
        {
            bytes.CopyTo(_block.AsSpan(_held));
            _held += bytes.Length;
            return;
        }

        if (_held > 0)
        {
            var missing = BlockSize - _held;
            bytes[..missing].CopyTo(_block.AsSpan(_held));
            bytes = bytes[missing..];
            Take(_block);
        }

        var whole = (bytes.Length - 1) / BlockSize * BlockSize;
        Take(bytes[..whole]);
        bytes[whole..].CopyTo(_block);
        _held = bytes.Length - whole;
    }

    /// <summary>Gives the checksum of all that was taken in, and begins anew.</summary>
    /// <param name="result">Gets <see cref="ResultSize"/> bytes.</param>
    public void Finish(Span<byte> result)
    {
        _block.AsSpan(_held).Clear();
        Compress(_chain, _block, _count + (ulong)_held, ulong.MaxValue);
        for (var i = 0; i < _chain.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(result[(i * sizeof(ulong))..], _chain[i]);
        Begin();
    }

    /// <summary>Forgets all that was taken in.</summary>
    public void Begin()
    {
        ReadOnlySpan<ulong> start = [Start0 ^ Parameters, Start1, Start2, Start3, Start4, Start5, Start6, Start7];
        start.CopyTo(_chain);
        _held = 0;
        _count = 0;
    }

    private void Take(ReadOnlySpan<byte> blocks)
    {
        for (; !blocks.IsEmpty; blocks = blocks[BlockSize..])
        {
            _count += BlockSize; // Its upper half stays 0: no file has 2^64 bytes.
            Compress(_chain, blocks[..BlockSize], _count, 0);
        }
    }
}
