using System.Security.Cryptography;
using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Pictures;
using Catchment.Protocols.ImageZmq;

namespace Catchment.Interop.Tests.Pictures;

/// <summary>What is written here, NumPy and Pillow read; what Pillow writes, is measured here.</summary>
public sealed class PicturesInteropTests : IDisposable
{
    private static readonly string[] ElementTypes =
    [
        "bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64", "complex64", "complex128",
        ">i2", ">u2", ">u4", ">f4", ">f8", ">c16",
    ];

    private static readonly int[][] Shapes = [[], [5], [0, 4], [1, 7], [7, 1], [6, 5], [6, 5, 1], [6, 5, 2], [6, 5, 3], [6, 5, 4], [2, 3, 4, 5], [48, 64], [480, 640, 3]];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NumPy_and_Pillow_read_every_picture_as_it_was_sent()
    {
        using var reader = PythonPeer.Start("Pictures/pictures.py", "read");
        var random = new Random(480_640);
        var formats = new List<FrameFormat>();
        foreach (var name in ElementTypes)
        {
            ArrayElementType.TryParse(Encoding.ASCII.GetBytes(name), out var type).ShouldBeTrue(name);
            foreach (var shape in Shapes)
            {
                var elements = new byte[shape.Aggregate(1, (a, b) => a * b) * type.Size];
                random.NextBytes(elements);
                formats.Add(Check(reader, type, shape, elements));
            }
        }

        formats.Count(f => f == FrameFormat.Png).ShouldBe(7); // uint8 of one or three channels
    }

    [Theory]
    [InlineData(1, 65_535)]
    [InlineData(65_535, 1)]
    public void Pillow_reads_the_longest_sides(int rows, int columns)
    {
        using var reader = PythonPeer.Start("Pictures/pictures.py", "read");
        var elements = new byte[rows * columns * 3];
        new Random(1).NextBytes(elements);

        Check(reader, ArrayElementType.UnsignedByte, [rows, columns, 3], elements).ShouldBe(FrameFormat.Png);
    }

    [Fact]
    public void Sizes_of_Pillows_jpegs_are_read_from_their_first_bytes()
    {
        using var writer = PythonPeer.Start("Pictures/pictures.py", "jpegs", _folder.FullPath);
        var read = 0;
        for (var line = writer.ReadLine(); line != "done"; line = writer.ReadLine())
        {
            var file = File.ReadAllBytes(_folder[line.Split(' ')[0]]);
            PictureSize.TryRead(file, FrameFormat.Jpg, out var width, out var height).ShouldBeTrue(line);
            $"{line.Split(' ')[0]} {width} {height}".ShouldBe(line);
            read++;
        }

        read.ShouldBe(9);
    }

    private FrameFormat Check(PythonPeer reader, ArrayElementType type, int[] shape, byte[] elements)
    {
        var picture = new RawPicture(type, new ArrayShape(shape), elements);
        var path = _folder[picture.Format == FrameFormat.Png ? "picture.png" : "picture.npy"];
        using (var file = picture.Encode())
        {
            File.WriteAllBytes(path, file.Written.Span);
            var isPicture = shape is [> 0, > 0] or [> 0, > 0, _];
            PictureSize.TryRead(file.Written.Span, picture.Format, out var width, out var height).ShouldBe(isPicture);
            if (isPicture)
                (height, width).ShouldBe((shape[0], shape[1]));
        }

        reader.WriteLine(path);

        var order = type.Size == 1 ? '|' : type.IsBigEndian ? '>' : '<';
        int[] seen = picture.Format == FrameFormat.Png && shape is [_, _, 1] ? shape[..2] : shape;
        reader.Expect($"{order}{type.Kind}{type.Size} {(seen.Length == 0 ? "-" : string.Join('x', seen))} {Convert.ToHexStringLower(SHA256.HashData(elements))}");
        return picture.Format;
    }
}
