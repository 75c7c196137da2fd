using Catchment.Cameras.Events;
using Catchment.Cameras.Pictures;
using Catchment.Protocols.Pickle;

namespace Catchment.Cameras.Pump;

/// <summary>A tracking set as the frame that <c>evt</c> answers with.</summary>
/// <remarks>Source: the camera specification, 6.5.</remarks>
internal static class SetAnswer
{
    private const int LikelyBytesOfRow = 110;

    /// <summary>Makes the answer.</summary>
    /// <param name="rows">The rows that can be used, in the order of the file.</param>
    /// <param name="start">The event's start, in nanoseconds since 1970.</param>
    internal static byte[] Make(List<TrackingRow> rows, long start)
    {
        var times = new long[rows.Count];
        for (var i = 0; i < times.Length; i++)
            times[i] = FrameTimes.Nanoseconds(rows[i].Time, rows[i].Nanoseconds);
        var order = FrameTimes.OldestFirst(times);
        using var output = new PictureBuffer(1024 + rows.Count * LikelyBytesOfRow);
        var frame = new DataFrameWriter(output);
        var texts = new string?[rows.Count];
        var numbers = new long[rows.Count];
        var missing = new byte[rows.Count];
        frame.Times("timestamp"u8, Numbers(rows, order, numbers, r => FrameTimes.Nanoseconds(r.Time, r.Nanoseconds)));
        frame.Texts("objid"u8, Texts(rows, order, texts, r => r.ObjectId));
        frame.Texts("classname"u8, Texts(rows, order, texts, r => r.ClassName));
        Coordinate(ref frame, "rect_x1"u8, r => r.X1);
        Coordinate(ref frame, "rect_y1"u8, r => r.Y1);
        Coordinate(ref frame, "rect_x2"u8, r => r.X2);
        Coordinate(ref frame, "rect_y2"u8, r => r.Y2);
        if (rows.Count > 0) // The original adds the column to what it has read only when there is something.
            frame.Spans("elapsed"u8, Numbers(rows, order, numbers, r => FrameTimes.Nanoseconds(r.Time, r.Nanoseconds) - start));
        frame.End(Numbers(rows, order, numbers, r => r.Number));
        return output.Written.ToArray();

        void Coordinate(ref DataFrameWriter target, ReadOnlySpan<byte> name, Func<TrackingRow, long?> field)
        {
            for (var i = 0; i < order.Length; i++)
            {
                var value = field(rows[order[i]]);
                numbers[i] = value ?? 1;
                missing[i] = value is null ? (byte)1 : (byte)0;
            }

            target.NullableIntegers(name, numbers, missing);
        }
    }

    private static ReadOnlySpan<string?> Texts(List<TrackingRow> rows, int[] order, string?[] texts, Func<TrackingRow, string?> field)
    {
        for (var i = 0; i < order.Length; i++)
            texts[i] = field(rows[order[i]]);
        return texts;
    }

    private static ReadOnlySpan<long> Numbers(List<TrackingRow> rows, int[] order, long[] numbers, Func<TrackingRow, long> field)
    {
        for (var i = 0; i < order.Length; i++)
            numbers[i] = field(rows[order[i]]);
        return numbers;
    }
}
