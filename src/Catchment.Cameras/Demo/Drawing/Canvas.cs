using System.Runtime.InteropServices;

namespace Catchment.Cameras.Demo.Drawing;

/// <summary>Pixels that are drawn on: blue, green, red in memory. What reaches out of it is cut off.</summary>
internal sealed class Canvas(int width, int height)
{
    private readonly byte[] _pixels = new byte[width * height * 3];

    /// <summary>Columns.</summary>
    internal int Width => width;

    /// <summary>Rows.</summary>
    internal int Height => height;

    /// <summary>The pixels, row by row.</summary>
    internal ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Takes over another picture of the same size.</summary>
    internal void Copy(Canvas from) => from._pixels.CopyTo(_pixels.AsSpan());

    /// <summary>Fills a rectangle.</summary>
    internal void Fill(Box box, Colour colour)
    {
        for (var y = Math.Max(0, box.Y1); y < Math.Min(height, box.Y2); y++)
            FillRow(y, box.X1, box.X2, colour);
    }

    /// <summary>Fills a rectangle from one colour above to another one below.</summary>
    internal void Fill(Box box, Colour above, Colour below)
    {
        for (var y = Math.Max(0, box.Y1); y < Math.Min(height, box.Y2); y++)
            FillRow(y, box.X1, box.X2, above.Towards(below, (double)(y - box.Y1) / (box.Y2 - box.Y1)));
    }

    /// <summary>Fills the ellipse in a rectangle.</summary>
    internal void FillEllipse(Box box, Colour colour)
    {
        var (middleX, middleY) = ((box.X1 + box.X2) / 2.0, (box.Y1 + box.Y2) / 2.0);
        var (radiusX, radiusY) = ((box.X2 - box.X1) / 2.0, (box.Y2 - box.Y1) / 2.0);
        for (var y = Math.Max(0, box.Y1); y < Math.Min(height, box.Y2); y++)
        {
            var up = (y + 0.5 - middleY) / radiusY;
            var half = radiusX * Math.Sqrt(Math.Max(0, 1 - (up * up)));
            FillRow(y, (int)Math.Round(middleX - half), (int)Math.Round(middleX + half), colour);
        }
    }

    private void FillRow(int y, int from, int to, Colour colour)
    {
        (from, to) = (Math.Max(0, from), Math.Min(width, to));
        if (from >= to)
            return;
        MemoryMarshal.Cast<byte, Pixel>(_pixels.AsSpan())[((y * width) + from)..((y * width) + to)].Fill(new Pixel(colour.Blue, colour.Green, colour.Red));
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Pixel(byte Blue, byte Green, byte Red);
}
