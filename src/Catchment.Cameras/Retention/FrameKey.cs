using System.Runtime.InteropServices;
using Catchment.Cameras.Catalog;

namespace Catchment.Cameras.Retention;

/// <summary>A frame among those of its day. Ordered by time; where that is equal, by label and format.</summary>
/// <param name="Microseconds">Since midnight.</param>
/// <param name="Label">The camera.</param>
/// <param name="Format">The extension.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameKey(long Microseconds, CameraLabel Label, FrameFormat Format) : IComparable<FrameKey>
{
    /// <summary>The frame's local time.</summary>
    internal DateTime TimeOn(DateOnly day) => new ParsedFrameName(day, Microseconds, Format, 0).Time;

    public static bool operator <(FrameKey left, FrameKey right) => left.CompareTo(right) < 0;

    public static bool operator >(FrameKey left, FrameKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(FrameKey left, FrameKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FrameKey left, FrameKey right) => left.CompareTo(right) >= 0;

    public int CompareTo(FrameKey other)
    {
        var byTime = Microseconds.CompareTo(other.Microseconds);
        if (byTime != 0)
            return byTime;
        var byLabel = Label.Bytes.AsSpan().SequenceCompareTo(other.Label.Bytes);
        return byLabel != 0 ? byLabel : Format.CompareTo(other.Format);
    }
}
