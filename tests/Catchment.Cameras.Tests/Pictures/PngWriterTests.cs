using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Catchment.Cameras.Pictures;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Cameras.Tests.Pictures;

public sealed class PngWriterTests
{
    [Fact]
    public void Every_picture_comes_back_pixel_by_pixel() =>
        Prop.ForAll(Gen.Choose(1, 70).Two().Zip(Gen.Elements(1, 3)).ToArbitrary(), size =>
        {
            var ((width, height), channels) = size;
            var pixels = new byte[width * height * channels];
            new Random(width + (height * 71)).NextBytes(pixels);

            Decode(Encode(width, height, channels, pixels)).ShouldBe((width, height, channels, Convert.ToHexString(pixels)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 65_535, 1)]
    [InlineData(65_535, 1, 3)]
    [InlineData(1, 1, 3)]
    public void The_longest_sides_come_back_too(int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        new Random(1).NextBytes(pixels);

        Decode(Encode(width, height, channels, pixels)).Pixels.ShouldBe(Convert.ToHexString(pixels));
    }

    [Fact]
    public void A_flat_picture_is_small_and_noise_grows_little()
    {
        var pixels = new byte[640 * 480 * 3];
        Encode(640, 480, 3, pixels).Length.ShouldBeLessThan(pixels.Length / 100);
        new Random(1).NextBytes(pixels);
        Encode(640, 480, 3, pixels).Length.ShouldBeLessThan(pixels.Length + (pixels.Length / 100));
    }

    [Theory]
    [InlineData(0, 5, 1, 0)]
    [InlineData(5, 0, 3, 0)]
    [InlineData(65_536, 1, 1, 65_536)]
    [InlineData(1, 65_536, 1, 65_536)]
    [InlineData(2, 2, 4, 16)]
    [InlineData(2, 2, 2, 8)]
    [InlineData(2, 2, 3, 11)]
    [InlineData(65_535, 65_535, 3, 7)]
    public void What_is_no_such_picture_is_refused(int width, int height, int channels, int length) =>
        Should.Throw<ArgumentException>(() => Encode(width, height, channels, new byte[length]));

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("IEND", 0xAE426082u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void The_checksum_is_that_of_the_standard(string text, uint crc)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Crc32.Of(bytes).ShouldBe(crc);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Crc32.Continue(Crc32.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)).ShouldBe(crc);
    }

    private static byte[] Encode(int width, int height, int channels, byte[] pixels)
    {
        using var buffer = new PictureBuffer(0);
        PngWriter.Write(buffer, width, height, channels, pixels);
        return buffer.Written.ToArray();
    }

    /// <summary>Reads what is written here back, by the standard: every chunk's checksum, then the filters none and up.</summary>
    private static (int Width, int Height, int Channels, string Pixels) Decode(byte[] file)
    {
        file[..8].ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        using var data = new MemoryStream();
        byte[] header = [];
        var last = "";
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            last = Encoding.ASCII.GetString(file, at + 4, 4);
            SlowCrc(file.AsSpan(at + 4, length + 4)).ShouldBe(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)), last);
            if (last == "IHDR")
                header = file[(at + 8)..(at + 8 + length)];
            if (last == "IDAT")
                data.Write(file, at + 8, length);
            at += length + 12;
        }

        last.ShouldBe("IEND");
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        header[8].ShouldBe((byte)8);
        var channels = header[9] == 0 ? 1 : 3;
        data.Position = 0;
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        var pixels = new byte[width * height * channels];
        var row = width * channels;
        for (var y = 0; y < height; y++)
        {
            var filter = inflated.ReadByte();
            filter.ShouldBe(y == 0 ? 0 : 2);
            inflated.ReadExactly(pixels, y * row, row);
            for (var i = 0; y > 0 && i < row; i++)
                pixels[(y * row) + i] += pixels[((y - 1) * row) + i];
        }

        inflated.ReadByte().ShouldBe(-1);
        for (var i = 0; channels == 3 && i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        return (width, height, channels, Convert.ToHexString(pixels));
    }

    /// <summary>The checksum bit by bit, as the standard defines it.</summary>
    private static uint SlowCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}
