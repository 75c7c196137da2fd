using System.Buffers.Binary;
using Catchment.Cameras.Pictures;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Cameras.Tests.Pictures;

public sealed class JpegWriterTests
{
    [Fact]
    public void Every_size_is_a_whole_file_with_that_size_in_its_header() =>
        Prop.ForAll(Gen.Choose(1, 70).Two().Zip(Gen.Choose(1, 100)).ToArbitrary(), given =>
        {
            var ((width, height), quality) = given;
            var file = Encode(width, height, Noise(width, height), quality);

            JpegHeader.TryReadSize(file, out var columns, out var rows).ShouldBeTrue();
            (columns, rows).ShouldBe((width, height));
            ScanOf(file).ShouldBe(file.Length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_pixels_are_the_same_file() =>
        Encode(64, 48, Noise(64, 48), 85).ShouldBe(Encode(64, 48, Noise(64, 48), 85));

    [Fact]
    public void A_flat_picture_is_small_and_a_better_one_is_larger()
    {
        Encode(640, 480, new byte[640 * 480 * 3], 85).Length.ShouldBeLessThan(8000);
        Encode(64, 48, Noise(64, 48), 90).Length.ShouldBeGreaterThan(Encode(64, 48, Noise(64, 48), 30).Length);
    }

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(65_536, 1, 196_608)]
    [InlineData(1, 65_536, 196_608)]
    [InlineData(2, 2, 11)]
    [InlineData(2, 2, 16)]
    public void What_is_no_such_picture_is_refused(int width, int height, int length) =>
        Should.Throw<ArgumentException>(() => Encode(width, height, new byte[length], 85));

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void A_quality_that_is_none_is_refused(int quality) => Should.Throw<ArgumentOutOfRangeException>(() => new JpegWriter(quality));

    private static byte[] Noise(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        new Random(width + (height * 71)).NextBytes(pixels);
        return pixels;
    }

    private static byte[] Encode(int width, int height, byte[] pixels, int quality)
    {
        using var buffer = new PictureBuffer(0);
        new JpegWriter(quality).Write(buffer, width, height, pixels);
        return buffer.Written.ToArray();
    }

    /// <summary>Walks from marker to marker; inside of the coded data FF is followed by 00 until EOI.</summary>
    /// <returns>The length of the file up to the end of EOI.</returns>
    private static int ScanOf(byte[] file)
    {
        var at = 2;
        while (file[at + 1] != 0xDA)
        {
            file[at].ShouldBe((byte)0xFF);
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
        }

        at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
        while (file[at] != 0xFF || file[at + 1] == 0)
            at++;
        file[at + 1].ShouldBe((byte)0xD9);
        return at + 2;
    }
}
