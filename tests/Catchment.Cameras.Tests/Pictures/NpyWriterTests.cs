using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Pictures;
using Catchment.Protocols.ImageZmq;

namespace Catchment.Cameras.Tests.Pictures;

public sealed class NpyWriterTests
{
    [Theory]
    [InlineData("uint8", new[] { 2, 3 }, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }")]
    [InlineData("bool", new[] { 2, 3, 1 }, "{'descr': '|b1', 'fortran_order': False, 'shape': (2, 3, 1), }")]
    [InlineData("uint16", new[] { 480, 640 }, "{'descr': '<u2', 'fortran_order': False, 'shape': (480, 640), }")]
    [InlineData(">u2", new[] { 2, 3 }, "{'descr': '>u2', 'fortran_order': False, 'shape': (2, 3), }")]
    [InlineData("complex128", new[] { 5 }, "{'descr': '<c16', 'fortran_order': False, 'shape': (5,), }")]
    [InlineData("float16", new int[0], "{'descr': '<f2', 'fortran_order': False, 'shape': (), }")]
    [InlineData("int8", new[] { 0, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647 }, "{'descr': '|i1', 'fortran_order': False, 'shape': (0, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647), }")]
    public void The_header_says_what_the_array_is_and_the_elements_follow(string type, int[] shape, string dictionary)
    {
        var elements = new byte[shape.Aggregate(1L, (a, b) => a * b) * Type(type).Size];
        new Random(1).NextBytes(elements);

        var file = Encode(Type(type), new ArrayShape(shape), elements);

        var start = file.Length - elements.Length;
        (start % 64).ShouldBe(0);
        file[..8].ShouldBe([0x93, .. "NUMPY"u8, 1, 0]);
        (file[8] | (file[9] << 8)).ShouldBe(start - 10);
        var header = Encoding.ASCII.GetString(file, 10, start - 10);
        header.TrimEnd(' ', '\n').ShouldBe(dictionary);
        header.ShouldEndWith("\n");
        file[start..].ShouldBe(elements);
    }

    [Fact]
    public void Elements_that_do_not_fit_the_shape_are_refused() =>
        Should.Throw<ArgumentException>(() => Encode(Type("uint16"), new ArrayShape(2, 3), new byte[11]));

    [Theory]
    [InlineData("uint8", new[] { 4, 5 }, FrameFormat.Png)]
    [InlineData("|u1", new[] { 4, 5, 1 }, FrameFormat.Png)]
    [InlineData("uint8", new[] { 4, 5, 3 }, FrameFormat.Png)]
    [InlineData("uint8", new[] { 4, 5, 2 }, FrameFormat.Npy)]
    [InlineData("uint8", new[] { 4, 5, 4 }, FrameFormat.Npy)]
    [InlineData("uint8", new[] { 4, 5, 3, 1 }, FrameFormat.Npy)]
    [InlineData("uint8", new[] { 5 }, FrameFormat.Npy)]
    [InlineData("uint8", new int[0], FrameFormat.Npy)]
    [InlineData("uint8", new[] { 0, 5, 3 }, FrameFormat.Npy)]
    [InlineData("uint8", new[] { 65_536, 1 }, FrameFormat.Npy)]
    [InlineData("int8", new[] { 4, 5 }, FrameFormat.Npy)]
    [InlineData("bool", new[] { 4, 5 }, FrameFormat.Npy)]
    [InlineData("uint16", new[] { 4, 5 }, FrameFormat.Npy)]
    [InlineData("float32", new[] { 4, 5, 3 }, FrameFormat.Npy)]
    public void Bytes_of_one_or_three_channels_become_png_and_all_else_npy(string type, int[] shape, FrameFormat format)
    {
        var elements = new byte[shape.Aggregate(1, (a, b) => a * b) * Type(type).Size];
        var picture = new RawPicture(Type(type), new ArrayShape(shape), elements);
        using var file = picture.Encode();

        picture.Format.ShouldBe(format);
        file.Written.Span.StartsWith(format == FrameFormat.Png ? PngWriter.Signature : NpyWriter.Magic).ShouldBeTrue();
    }

    private static byte[] Encode(ArrayElementType type, ArrayShape shape, byte[] elements)
    {
        using var buffer = new PictureBuffer(0);
        NpyWriter.Write(buffer, type, shape, elements);
        return buffer.Written.ToArray();
    }

    private static ArrayElementType Type(string text)
    {
        ArrayElementType.TryParse(Encoding.ASCII.GetBytes(text), out var type).ShouldBeTrue();
        return type;
    }
}
