namespace Catchment.Cameras.Pictures;

/// <summary>How coarsely a component's coefficients are kept, and their calculation.</summary>
/// <remarks>
/// Source: ITU-T T.81, A.3.3 and A.3.4; the transform is that of Arai, Agui and Nakajima, whose factors left over are part of the
/// division by the step.
/// </remarks>
internal sealed class JpegSteps
{
    /// <summary>Numbers of a block.</summary>
    internal const int Block = 64;

    private readonly float[] _factors = new float[Block];

    /// <summary>Makes them.</summary>
    /// <param name="atFifty">The steps at quality 50, row by row.</param>
    /// <param name="quality">1 to 100.</param>
    internal JpegSteps(ReadOnlySpan<byte> atFifty, int quality)
    {
        var scale = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        var zigZag = JpegTables.ZigZag;
        for (var i = 0; i < Block; i++)
        {
            var at = zigZag[i];
            var step = Math.Clamp(((atFifty[at] * scale) + 50) / 100, 1, 255);
            InOrder[i] = (byte)step;
            _factors[i] = 1 / (step * 8 * Factor(at / 8) * Factor(at % 8));
        }
    }

    /// <summary>The steps in zigzag order, as the file has them.</summary>
    internal byte[] InOrder { get; } = new byte[Block];

    /// <summary>Transforms a block and divides it by the steps.</summary>
    /// <param name="block">Samples less 128, row by row; overwritten.</param>
    /// <param name="coefficients">The coefficients in zigzag order.</param>
    internal void Transform(Span<float> block, Span<int> coefficients)
    {
        if (!block[1..].ContainsAnyExcept(block[0]))
        {
            // Sky and walls of a drawn picture: nothing but the mean is left.
            coefficients.Clear();
            coefficients[0] = Rounded(block[0] * Block * _factors[0]);
            return;
        }

        for (var row = 0; row < Block; row += 8)
            TransformEight(block[row..], 1);
        for (var column = 0; column < 8; column++)
            TransformEight(block[column..], 8);
        var zigZag = JpegTables.ZigZag;
        for (var i = 0; i < Block; i++)
            coefficients[i] = Rounded(block[zigZag[i]] * _factors[i]);
    }

    private static int Rounded(float value) => (int)(value + 16_384.5f) - 16_384;

    private static float Factor(int frequency) => frequency == 0 ? 1 : (float)(Math.Cos(frequency * Math.PI / 16) * Math.Sqrt(2));

    private static void TransformEight(Span<float> at, int step)
    {
        var (a, b, c, d) = (at[0], at[step], at[2 * step], at[3 * step]);
        var (e, f, g, h) = (at[4 * step], at[5 * step], at[6 * step], at[7 * step]);
        var (s0, s1, s2, s3) = (a + h, b + g, c + f, d + e);
        var (d0, d1, d2, d3) = (a - h, b - g, c - f, d - e);
        var (outer, inner) = (s0 + s3, s1 + s2);
        at[0] = outer + inner;
        at[4 * step] = outer - inner;
        var turned = (s1 - s2 + s0 - s3) * 0.707106781f;
        at[2 * step] = s0 - s3 + turned;
        at[6 * step] = s0 - s3 - turned;
        var (t0, t1, t2) = (d3 + d2, d2 + d1, d1 + d0);
        var z = (t0 - t2) * 0.382683433f;
        var (z2, z4, z3) = ((0.541196100f * t0) + z, (1.306562965f * t2) + z, t1 * 0.707106781f);
        at[5 * step] = d0 - z3 + z2;
        at[3 * step] = d0 - z3 - z2;
        at[step] = d0 + z3 + z4;
        at[7 * step] = d0 + z3 - z4;
    }
}
