using System.Numerics;

namespace Catchment.Core.Diagnostics;

/// <summary>How counters are spread over processors, so that threads do not take cache lines from each other.</summary>
internal static class Stripes
{
    /// <summary>8-byte cells that lie apart far enough: 128 bytes, as processors fetch cache lines in pairs.</summary>
    public const int Spacing = 16;

    private const int Most = 16;

    private static readonly int Mask =
        (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, Most)) - 1;

    /// <summary>The number of stripes.</summary>
    public static int Count => Mask + 1;

    /// <summary>The stripe of the present processor; a thread that moves meanwhile does no harm.</summary>
    public static int Current => Thread.GetCurrentProcessorId() & Mask;

    /// <summary>Rounds a number of cells up to whole spacings.</summary>
    public static int Align(int cells) => (cells + Spacing - 1) / Spacing * Spacing;
}
