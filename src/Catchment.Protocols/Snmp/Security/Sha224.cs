using System.Buffers.Binary;
using System.Numerics;

namespace Catchment.Protocols.Snmp.Security;

/// <summary>SHA-224, which .NET lacks. Source: FIPS 180-4, 5.3.2. and 6.2.</summary>
internal static class Sha224
{
    internal const int Length = 28;

    private const int Block = 64;

    private static readonly uint[] Constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The digest of two pieces, one after the other.</summary>
    internal static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        Span<uint> state = [0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4];
        Span<byte> block = stackalloc byte[Block];
        var bits = (ulong)(first.Length + second.Length) * 8;
        var held = Take(state, first, block, 0);
        held = Take(state, second, block, held);
        block[held++] = 0x80;
        block[held..].Clear();
        if (held > Block - 8)
        {
            Compress(state, block);
            block.Clear();
        }

        BinaryPrimitives.WriteUInt64BigEndian(block[(Block - 8)..], bits);
        Compress(state, block);
        for (var i = 0; i < Length / 4; i++)
            BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], state[i]);
    }

    /// <summary>The keyed digest. Source: RFC 2104, 2.</summary>
    internal static void Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> digest)
    {
        Span<byte> pad = stackalloc byte[Block];
        pad.Clear();
        if (key.Length > Block)
            Hash(key, [], pad);
        else
            key.CopyTo(pad);
        Span<byte> inner = stackalloc byte[Length];
        Xor(pad, 0x36);
        Hash(pad, data, inner);
        Xor(pad, 0x36 ^ 0x5C);
        Hash(pad, inner, digest);
    }

    private static void Xor(Span<byte> bytes, byte with)
    {
        foreach (ref var one in bytes)
            one ^= with;
    }

    /// <summary>Digests all whole blocks.</summary>
    /// <returns>How much of the block is held for later.</returns>
    private static int Take(Span<uint> state, ReadOnlySpan<byte> data, Span<byte> block, int held)
    {
        if (held > 0)
        {
            var more = Math.Min(Block - held, data.Length);
            data[..more].CopyTo(block[held..]);
            data = data[more..];
            held += more;
            if (held < Block)
                return held;
            Compress(state, block);
        }

        for (; data.Length >= Block; data = data[Block..])
            Compress(state, data[..Block]);
        data.CopyTo(block);
        return data.Length;
    }

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        for (var i = 0; i < 16; i++)
            w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * i)..]);
        for (var i = 16; i < 64; i++)
        {
            var s0 = BitOperations.RotateRight(w[i - 15], 7) ^ BitOperations.RotateRight(w[i - 15], 18) ^ (w[i - 15] >> 3);
            var s1 = BitOperations.RotateRight(w[i - 2], 17) ^ BitOperations.RotateRight(w[i - 2], 19) ^ (w[i - 2] >> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var i = 0; i < 64; i++)
        {
            var s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            var t1 = h + s1 + ((e & f) ^ (~e & g)) + Constants[i] + w[i];
            var s0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            var t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
