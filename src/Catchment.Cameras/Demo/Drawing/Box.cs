using System.Runtime.InteropServices;

namespace Catchment.Cameras.Demo.Drawing;

/// <summary>A rectangle in pixels, its right and lower edges not in it; it may reach out of the picture.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Box(int X1, int Y1, int X2, int Y2)
{
    /// <summary>A part of it, by fractions of its size.</summary>
    internal Box Part(double x1, double y1, double x2, double y2) =>
        new(X1 + (int)Math.Round(x1 * (X2 - X1)), Y1 + (int)Math.Round(y1 * (Y2 - Y1)), X1 + (int)Math.Round(x2 * (X2 - X1)), Y1 + (int)Math.Round(y2 * (Y2 - Y1)));
}
