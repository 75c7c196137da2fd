using System.Runtime.InteropServices;

namespace Catchment.Cameras.Catalog.Tables;

/// <summary>What tells a frame's row from every other, and where its file is.</summary>
/// <param name="Time">Microseconds since 1970.</param>
/// <param name="Series">Camera and type.</param>
/// <param name="Format">What the file holds.</param>
/// <param name="IsArchived">It was moved to the archive.</param>
/// <param name="Label">Node and view as in the file's name.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameKey(long Time, long Series, FrameFormat Format, bool IsArchived, string Label) : IComparable<FrameKey>
{
    public static bool operator <(FrameKey left, FrameKey right) => left.CompareTo(right) < 0;

    public static bool operator >(FrameKey left, FrameKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(FrameKey left, FrameKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FrameKey left, FrameKey right) => left.CompareTo(right) >= 0;

    /// <summary>In the order of the table.</summary>
    public int CompareTo(FrameKey other)
    {
        var byTime = Time.CompareTo(other.Time);
        if (byTime != 0)
            return byTime;
        var bySeries = Series.CompareTo(other.Series);
        return bySeries != 0 ? bySeries : Format.CompareTo(other.Format);
    }
}
