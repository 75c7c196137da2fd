using System.Numerics;

namespace Catchment.Cameras.Pictures;

/// <summary>The Huffman codes of one kind of coefficient, by value.</summary>
/// <remarks>Source: ITU-T T.81: C (codes from their lengths), F.1.2 (how coefficients are coded).</remarks>
internal sealed class JpegCodes
{
    private const int Lengths = 16;
    private const byte EndOfBlock = 0;
    private const byte SixteenZeros = 0xF0;

    private readonly ushort[] _codes = new ushort[256];
    private readonly byte[] _lengths = new byte[256];

    /// <summary>Makes the codes.</summary>
    /// <param name="table">How many there are of each length from 1 to 16, then their values.</param>
    internal JpegCodes(ReadOnlySpan<byte> table)
    {
        var code = 0;
        var next = Lengths;
        for (var length = 1; length <= Lengths; length++, code <<= 1)
        {
            for (var i = 0; i < table[length - 1]; i++, code++, next++)
            {
                _codes[table[next]] = (ushort)code;
                _lengths[table[next]] = (byte)length;
            }
        }
    }

    /// <summary>Writes a block's first coefficient: its difference to that of the block before.</summary>
    internal void WriteFirst(ref JpegBits to, int difference)
    {
        var size = Size(difference);
        to.Write(_codes[size], _lengths[size]);
        to.Write(Tail(difference, size), size);
    }

    /// <summary>Writes the other coefficients, in zigzag order; runs of zeros take one code with what follows them.</summary>
    internal void WriteRest(ref JpegBits to, scoped ReadOnlySpan<int> coefficients)
    {
        var zeros = 0;
        for (var i = 1; i < coefficients.Length; i++)
        {
            if (coefficients[i] == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15; zeros -= 16)
                to.Write(_codes[SixteenZeros], _lengths[SixteenZeros]);
            var size = Size(coefficients[i]);
            var value = (zeros << 4) | size;
            to.Write(_codes[value], _lengths[value]);
            to.Write(Tail(coefficients[i], size), size);
            zeros = 0;
        }

        if (zeros > 0)
            to.Write(_codes[EndOfBlock], _lengths[EndOfBlock]);
    }

    private static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));

    /// <summary>Negative numbers are written less one, and only as many bits as the size says.</summary>
    private static uint Tail(int value, int size) => (uint)(value < 0 ? value - 1 : value) & ((1u << size) - 1);
}
