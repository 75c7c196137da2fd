using System.Globalization;
using Catchment.Cameras.Demo.Drawing;
using Catchment.Cameras.Demo.Outposts;
using Catchment.Cameras.Pictures;

namespace Catchment.Interop.Tests.Pictures;

/// <summary>Pillow, that is libjpeg, reads what is written here.</summary>
public sealed class JpegInteropTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(640, 480, 85)]
    [InlineData(640, 480, 30)]
    [InlineData(100, 75, 60)]
    [InlineData(17, 33, 95)]
    [InlineData(1, 1, 90)]
    [InlineData(8, 8, 100)]
    public void A_scene_comes_back_as_it_does_from_Pillow(int width, int height, int quality)
    {
        var canvas = new Canvas(width, height);
        OutpostScene.All[0].Paint(canvas);
        VisitorPainter.Draw(canvas, VisitorKind.Person, new Box(width / 4, height / 4, width / 2, height), new Colour(200, 30, 40), toLeft: true, isStriding: true);

        Compare(width, height, quality, canvas.Pixels);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    [InlineData(1)]
    public void Strong_contrast_and_runs_of_zeros_come_back_too(int quality)
    {
        const int Side = 96;
        var grey = new byte[Side * Side * 3];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = (byte)((((i / 3 % Side) + (i / 3 / Side)) % 7) < 3 ? 255 : 0);

        Compare(Side, Side, quality, grey);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(50)]
    public void Noise_comes_back_too(int quality)
    {
        var noise = new byte[120 * 90 * 3];
        new Random(7).NextBytes(noise);

        Compare(120, 90, quality, noise);
    }

    /// <summary>A JPEG loses something; no more than libjpeg's own encoder loses at the same quality, but for rounding.</summary>
    private void Compare(int width, int height, int quality, ReadOnlySpan<byte> pixels)
    {
        using var buffer = new PictureBuffer(0);
        new JpegWriter(quality).Write(buffer, width, height, pixels);
        File.WriteAllBytes(_root["picture.jpg"], buffer.Written.Span);
        File.WriteAllBytes(_root["pixels"], pixels);
        using var peer = PythonPeer.Start("Pictures/jpeg.py", _root["picture.jpg"], _root["pixels"], $"{width}", $"{height}", $"{quality}");
        var differences = peer.ReadLine().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        peer.ExpectSuccess();
        differences[0].ShouldBeLessThan((1.1 * differences[1]) + 1);
    }
}
