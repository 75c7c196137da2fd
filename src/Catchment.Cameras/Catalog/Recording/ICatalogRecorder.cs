namespace Catchment.Cameras.Catalog.Recording;

/// <summary>
/// Takes a note of everything that the hub has stored, for the catalog. Called on the way of a message: returns within a
/// microsecond, allocates nothing, and never fails for the database's sake.
/// </summary>
internal interface ICatalogRecorder
{
    /// <summary>A day's first frame or line is about to be written: from now on the catalog may lack some of it.</summary>
    /// <exception cref="IOException">That could not be written down; nothing of the day may be stored yet.</exception>
    void Opening(DateOnly day);

    /// <summary>A frame is in its file.</summary>
    /// <param name="nodeAndView">The message's first field.</param>
    /// <param name="time">The time of its name.</param>
    /// <param name="format">What the file holds.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="width">Its width; 0: unknown.</param>
    /// <param name="height">Its height; 0: unknown.</param>
    void Frame(ReadOnlySpan<byte> nodeAndView, DateTime time, FrameFormat format, int size, int width, int height);

    /// <summary>A line is in the event log.</summary>
    /// <param name="time">Its stamp, to the millisecond.</param>
    /// <param name="ordinal">Its place among the lines of that stamp, from 0.</param>
    /// <param name="line">Its text as it stands in the file.</param>
    void Line(DateTime time, long ordinal, ReadOnlySpan<byte> line);
}
