using Catchment.Protocols.Pickle;

namespace Catchment.DataFeed;

/// <summary>Makes records of the pump's tables. A table without rows may have any columns. Source: the camera specification, 6.4 and 6.5.</summary>
internal static class FrameRows
{
    /// <summary>The rows of a day's index.</summary>
    /// <exception cref="PickleException">A column is missing or of another type.</exception>
    public static IReadOnlyList<IndexRow> Index(PickledFrame frame)
    {
        if (frame.RowCount == 0) return [];
        var node = frame.Values<string?>("node");
        var view = frame.Values<string?>("viewname");
        var time = frame.Values<DateTime?>("timestamp");
        var evt = frame.Values<string?>("event");
        var width = Integers(frame, "width");
        var height = Integers(frame, "height");
        var type = frame.Values<string?>("type");
        var rows = new IndexRow[frame.RowCount];
        for (var i = 0; i < rows.Length; i++) rows[i] = new IndexRow(node[i], view[i], time[i], evt[i], width(i), height(i), type[i]);
        return rows;
    }

    /// <summary>The rows of a tracking set.</summary>
    /// <exception cref="PickleException">A column is missing or of another type.</exception>
    public static IReadOnlyList<TrackingRow> Tracking(PickledFrame frame)
    {
        if (frame.RowCount == 0) return [];
        var time = frame.Values<DateTime?>("timestamp");
        var id = frame.Values<string?>("objid");
        var name = frame.Values<string?>("classname");
        var x1 = Integers(frame, "rect_x1");
        var y1 = Integers(frame, "rect_y1");
        var x2 = Integers(frame, "rect_x2");
        var y2 = Integers(frame, "rect_y2");
        var elapsed = frame.Values<TimeSpan?>("elapsed");
        var rows = new TrackingRow[frame.RowCount];
        for (var i = 0; i < rows.Length; i++) rows[i] = new TrackingRow(time[i], id[i], name[i], x1(i), y1(i), x2(i), y2(i), elapsed[i]);
        return rows;
    }

    /// <summary>pandas makes a column of integers one of real numbers when a value is missing.</summary>
    private static Func<int, long?> Integers(PickledFrame frame, string name) => frame.Find(name) switch
    {
        PickledColumn<long> column => i => column.Values[i],
        PickledColumn<double> column => i => double.IsFinite(column.Values[i]) ? (long)column.Values[i] : null,
        _ when frame.Values<long?>(name) is { } values => i => values[i],
        _ => throw new InvalidOperationException(name),
    };
}
