using System.Buffers;
using System.Buffers.Binary;

namespace Catchment.Cameras.Pictures;

/// <summary>Writes pixels (blue, green, red in memory) as a baseline JPEG with colours at half the resolution, as cameras do.</summary>
/// <remarks>Source: ITU-T T.81 (JPEG), B (markers) and F.1 (baseline); JFIF 1.02 for colours.</remarks>
internal sealed class JpegWriter
{
    /// <summary>The longest side.</summary>
    internal const int MaxSide = 65_535;

    private const int Channels = 3;
    private const int Unit = 16; // four blocks of brightness and one of each colour difference
    private const int MaxUnitBytes = 6 * JpegSteps.Block * 8; // each coefficient at most 27 bits, doubled by FF 00

    private static readonly JpegCodes LuminanceDc = new(JpegTables.LuminanceDc);
    private static readonly JpegCodes LuminanceAc = new(JpegTables.LuminanceAc);
    private static readonly JpegCodes ChrominanceDc = new(JpegTables.ChrominanceDc);
    private static readonly JpegCodes ChrominanceAc = new(JpegTables.ChrominanceAc);

    private readonly JpegSteps _luminance;
    private readonly JpegSteps _chrominance;

    /// <summary>Makes a writer; it may be used by several threads.</summary>
    /// <param name="quality">1 to 100, with the usual meaning.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is none.</exception>
    internal JpegWriter(int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        _luminance = new JpegSteps(JpegTables.LuminanceSteps, quality);
        _chrominance = new JpegSteps(JpegTables.ChrominanceSteps, quality);
    }

    /// <summary>Writes one file.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="width">Columns, 1 to <see cref="MaxSide"/>.</param>
    /// <param name="height">Rows, 1 to <see cref="MaxSide"/>.</param>
    /// <param name="pixels">Row by row; width × height × 3 bytes.</param>
    /// <exception cref="ArgumentException">The bytes do not fit the size, or the size does not fit a JPEG.</exception>
    internal void Write(IBufferWriter<byte> to, int width, int height, ReadOnlySpan<byte> pixels)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide || (long)width * height * Channels != pixels.Length)
            throw new ArgumentException($"{pixels.Length} bytes are no picture of {width} × {height} × {Channels} that fits a JPEG.", nameof(pixels));

        WriteHeader(to, width, height);
        WriteUnits(to, width, height, pixels);
        to.Write((ReadOnlySpan<byte>)[0xFF, 0xD9]); // EOI
    }

    private void WriteHeader(IBufferWriter<byte> to, int width, int height)
    {
        to.Write((ReadOnlySpan<byte>)[0xFF, 0xD8]); // SOI
        WriteSegment(to, 0xE0, [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteSegment(to, 0xDB, [0, .. _luminance.InOrder]);
        WriteSegment(to, 0xDB, [1, .. _chrominance.InOrder]);
        Span<byte> frame = [8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
        BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(frame[3..], (ushort)width);
        WriteSegment(to, 0xC0, frame);
        WriteSegment(to, 0xC4, [0x00, .. JpegTables.LuminanceDc]);
        WriteSegment(to, 0xC4, [0x10, .. JpegTables.LuminanceAc]);
        WriteSegment(to, 0xC4, [0x01, .. JpegTables.ChrominanceDc]);
        WriteSegment(to, 0xC4, [0x11, .. JpegTables.ChrominanceAc]);
        WriteSegment(to, 0xDA, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    }

    private static void WriteSegment(IBufferWriter<byte> to, byte marker, ReadOnlySpan<byte> content)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(content.Length + 2));
        to.Write(head);
        to.Write(content);
    }

    private void WriteUnits(IBufferWriter<byte> to, int width, int height, ReadOnlySpan<byte> pixels)
    {
        Span<float> samples = stackalloc float[6 * JpegSteps.Block];
        Span<int> coefficients = stackalloc int[JpegSteps.Block];
        Span<int> means = stackalloc int[3];
        means.Clear();
        var bits = default(JpegBits);
        for (var top = 0; top < height; top += Unit)
        {
            for (var left = 0; left < width; left += Unit)
            {
                Sample(pixels, width, height, left, top, samples);
                bits.Into(to.GetSpan(MaxUnitBytes));
                for (var block = 0; block < 6; block++)
                {
                    var component = Math.Max(0, block - 3);
                    (component == 0 ? _luminance : _chrominance).Transform(samples.Slice(block * JpegSteps.Block, JpegSteps.Block), coefficients);
                    (component == 0 ? LuminanceDc : ChrominanceDc).WriteFirst(ref bits, coefficients[0] - means[component]);
                    means[component] = coefficients[0];
                    (component == 0 ? LuminanceAc : ChrominanceAc).WriteRest(ref bits, coefficients);
                }

                to.Advance(bits.Written);
            }
        }

        bits.Into(to.GetSpan(2));
        bits.Fill();
        to.Advance(bits.Written);
    }

    /// <summary>Takes 16 × 16 pixels as four blocks of brightness and one of each colour difference; those beyond the edge are like the last ones.</summary>
    private static void Sample(ReadOnlySpan<byte> pixels, int width, int height, int left, int top, Span<float> samples)
    {
        var bluish = samples[(4 * JpegSteps.Block)..];
        var reddish = samples[(5 * JpegSteps.Block)..];
        for (var y = 0; y < Unit; y += 2)
        {
            var upper = pixels.Slice(Math.Min(top + y, height - 1) * width * Channels, width * Channels);
            var lower = pixels.Slice(Math.Min(top + y + 1, height - 1) * width * Channels, width * Channels);
            for (var x = 0; x < Unit; x += 2)
            {
                var first = Math.Min(left + x, width - 1) * Channels;
                var second = Math.Min(left + x + 1, width - 1) * Channels;
                var at = ((((y >> 3) * 2) + (x >> 3)) * JpegSteps.Block) + ((y & 7) * 8) + (x & 7);
                samples[at] = Brightness(upper[first..]);
                samples[at + 1] = Brightness(upper[second..]);
                samples[at + 8] = Brightness(lower[first..]);
                samples[at + 9] = Brightness(lower[second..]);
                var blue = 0.25f * (upper[first] + upper[second] + lower[first] + lower[second]);
                var green = 0.25f * (upper[first + 1] + upper[second + 1] + lower[first + 1] + lower[second + 1]);
                var red = 0.25f * (upper[first + 2] + upper[second + 2] + lower[first + 2] + lower[second + 2]);
                bluish[(y * 4) + (x >> 1)] = (-0.168736f * red) - (0.331264f * green) + (0.5f * blue);
                reddish[(y * 4) + (x >> 1)] = (0.5f * red) - (0.418688f * green) - (0.081312f * blue);
            }
        }
    }

    private static float Brightness(ReadOnlySpan<byte> pixel) => (0.114f * pixel[0]) + (0.587f * pixel[1]) + (0.299f * pixel[2]) - 128;
}
