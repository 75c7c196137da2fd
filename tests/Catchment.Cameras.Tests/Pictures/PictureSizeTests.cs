using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Pictures;
using Catchment.Protocols.ImageZmq;

namespace Catchment.Cameras.Tests.Pictures;

public sealed class PictureSizeTests
{
    private const int Seed = 480_640;

    [Fact]
    public void Each_format_tells_its_size()
    {
        Size(JpegBytes.File(640, 480), FrameFormat.Jpg).ShouldBe((640, 480));
        Size(Png(640, 480, 3), FrameFormat.Png).ShouldBe((640, 480));
        Size(Npy("uint16", 480, 640), FrameFormat.Npy).ShouldBe((640, 480));
        Size(Npy("float32", 2, 3, 4), FrameFormat.Npy).ShouldBe((3, 2));
    }

    [Fact]
    public void One_format_is_not_taken_for_another()
    {
        Size(Png(4, 4, 1), FrameFormat.Jpg).ShouldBeNull();
        Size(Npy("uint8", 4, 4), FrameFormat.Png).ShouldBeNull();
        Size(JpegBytes.File(4, 4), FrameFormat.Npy).ShouldBeNull();
        Size(JpegBytes.File(4, 4), (FrameFormat)3).ShouldBeNull();
    }

    [Fact]
    public void An_array_that_is_no_picture_tells_none()
    {
        Size(Npy("uint8", 7), FrameFormat.Npy).ShouldBeNull();
        Size(Npy("uint8", 0, 7), FrameFormat.Npy).ShouldBeNull();
        Size(Npy("uint8", 1, 2, 3, 4), FrameFormat.Npy).ShouldBeNull();
        Size(Npy("uint8"), FrameFormat.Npy).ShouldBeNull();
    }

    [Theory]
    [InlineData("{'shape': (480, 640), 'descr': '<u2', 'fortran_order': False}", 640, 480)]
    [InlineData("{ 'shape' : ( 480 , 640 , 3 , ) }", 640, 480)]
    [InlineData("{'shape':(480,640)}", 640, 480)]
    [InlineData("{'shape': (480, -640)}", 0, 0)]
    [InlineData("{'shape': (480 640)}", 0, 0)]
    [InlineData("{'shape': (480, 99999999999)}", 0, 0)]
    [InlineData("{'shape': (480, 640", 0, 0)]
    [InlineData("{'shape': [480, 640]}", 0, 0)]
    [InlineData("{'shape'", 0, 0)]
    [InlineData("{}", 0, 0)]
    public void A_numpy_header_may_be_spelled_in_many_ways(string dictionary, int width, int height)
    {
        foreach (var version in new byte[] { 1, 2, 3 })
        {
            byte[] length = version == 1 ? [(byte)dictionary.Length, 0] : [(byte)dictionary.Length, 0, 0, 0];
            byte[] file = [.. NpyWriter.Magic, version, 0, .. length, .. Encoding.ASCII.GetBytes(dictionary), 1, 2];
            Size(file, FrameFormat.Npy).ShouldBe(width == 0 ? null : (width, height));
            Size(file[..^3], FrameFormat.Npy).ShouldBeNull();
        }
    }

    [Fact]
    public void Mutated_and_random_files_never_throw()
    {
        var random = new Random(Seed);
        (byte[] File, FrameFormat Format)[] seeds =
        [
            (JpegBytes.File(640, 480), FrameFormat.Jpg), (Png(5, 7, 3), FrameFormat.Png), (Npy("uint16", 480, 640), FrameFormat.Npy), (Npy("float64", 2, 3, 3), FrameFormat.Npy),
        ];
        var count = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 5_000_000 : 300_000;
        var read = 0;
        for (var i = 0; i < count; i++)
        {
            var (file, format) = seeds[random.Next(seeds.Length)];
            var bytes = i % 8 == 0 ? RandomBytes(random, file) : Mutated(random, file);
            if (!PictureSize.TryRead(bytes, format, out var width, out var height))
                continue;
            if (width < 1 || height < 1)
                throw new InvalidOperationException($"{format} of {width} × {height}: {Convert.ToHexString(bytes)}");
            read++;
        }

        read.ShouldBeInRange(count / 10, count - 1);
    }

    private static byte[] RandomBytes(Random random, byte[] file)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        file.AsSpan(0, Math.Min(random.Next(12), bytes.Length)).CopyTo(bytes); // a beginning that lets it in
        return bytes;
    }

    private static byte[] Mutated(Random random, byte[] file)
    {
        var bytes = file.AsSpan(0, random.Next(4) == 0 ? random.Next(file.Length) : file.Length).ToArray();
        for (var n = random.Next(4); n >= 0 && bytes.Length > 0; n--)
            bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
        return bytes;
    }

    private static (int Width, int Height)? Size(byte[] file, FrameFormat format) =>
        PictureSize.TryRead(file.AsSpan(0, Math.Min(file.Length, PictureSize.HeadBytes)), format, out var width, out var height) ? (width, height) : null;

    private static byte[] Png(int width, int height, int channels)
    {
        using var buffer = new PictureBuffer(0);
        PngWriter.Write(buffer, width, height, channels, new byte[width * height * channels]);
        return buffer.Written.ToArray();
    }

    private static byte[] Npy(string type, params int[] shape)
    {
        ArrayElementType.TryParse(Encoding.ASCII.GetBytes(type), out var parsed).ShouldBeTrue();
        using var buffer = new PictureBuffer(0);
        NpyWriter.Write(buffer, parsed, new ArrayShape(shape), new byte[shape.Aggregate(1, (a, b) => a * b) * parsed.Size]);
        return buffer.Written.ToArray();
    }
}
