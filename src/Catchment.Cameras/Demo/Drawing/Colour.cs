using System.Runtime.InteropServices;

namespace Catchment.Cameras.Demo.Drawing;

/// <summary>A colour.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>A colour between this one (0) and another (1).</summary>
    internal Colour Towards(Colour other, double share) =>
        new(Between(Red, other.Red, share), Between(Green, other.Green, share), Between(Blue, other.Blue, share));

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
