using Catchment.Cameras.Events;
using Catchment.Cameras.Pictures;
using Catchment.Protocols.Pickle;

namespace Catchment.Cameras.Pump;

/// <summary>A day's index as the frame that <c>idx</c> answers with.</summary>
/// <remarks>Source: the camera specification, 6.4.</remarks>
internal static class IndexAnswer
{
    private const int LikelyBytesOfRow = 90;

    /// <summary>Makes the answer.</summary>
    /// <param name="rows">The rows that are whole, in the order of the file.</param>
    internal static byte[] Make(ReadOnlySpan<IndexRow> rows)
    {
        if (rows.IsEmpty)
            return PumpReplies.EmptyIndex;
        var times = new long[rows.Length];
        for (var i = 0; i < times.Length; i++)
            times[i] = FrameTimes.Nanoseconds(rows[i].Time, rows[i].Nanoseconds);
        var order = FrameTimes.NewestFirst(times);
        using var output = new PictureBuffer(rows.Length * LikelyBytesOfRow);
        var frame = new DataFrameWriter(output);
        var texts = new string?[rows.Length];
        var numbers = new long[rows.Length];
        frame.Texts("node"u8, Texts(rows, order, texts, r => r.Node));
        frame.Texts("viewname"u8, Texts(rows, order, texts, r => r.View));
        frame.Times("timestamp"u8, Numbers(rows, order, numbers, r => FrameTimes.Nanoseconds(r.Time, r.Nanoseconds)));
        frame.Texts("event"u8, Texts(rows, order, texts, r => r.Event));
        frame.Integers("width"u8, Numbers(rows, order, numbers, r => r.Width));
        frame.Integers("height"u8, Numbers(rows, order, numbers, r => r.Height));
        frame.Texts("type"u8, Texts(rows, order, texts, r => r.Type));
        frame.End(Numbers(rows, order, numbers, r => r.Number));
        return output.Written.ToArray();
    }

    private static ReadOnlySpan<string?> Texts(ReadOnlySpan<IndexRow> rows, int[] order, string?[] texts, Func<IndexRow, string?> field)
    {
        for (var i = 0; i < order.Length; i++)
            texts[i] = field(rows[order[i]]);
        return texts;
    }

    private static ReadOnlySpan<long> Numbers(ReadOnlySpan<IndexRow> rows, int[] order, long[] numbers, Func<IndexRow, long> field)
    {
        for (var i = 0; i < order.Length; i++)
            numbers[i] = field(rows[order[i]]);
        return numbers;
    }
}
