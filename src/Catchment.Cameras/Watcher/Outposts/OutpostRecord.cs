using Catchment.Cameras.Events;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>A tracking record as its reader read it last; the reader uses the same object for its next one.</summary>
/// <remarks>Source: the camera specification, 10.3.</remarks>
internal sealed class OutpostRecord
{
    // A character outside of ASCII is longer in UTF-8 or as an escape than as a character.
    private const int LongestSpelling = 6;

    /// <summary>Buffers of the texts, with what is used of them.</summary>
    internal char[] IdBuffer { get; } = new char[LongestSpelling * EventNames.MaxIdLength];

    internal char[] ViewBuffer { get; } = new char[LongestSpelling * OutpostNames.MaxLength];

    internal char[] ObjectBuffer { get; } = new char[LongestSpelling * OutpostRecordReader.MaxObjectIdLength];

    internal char[] ClassBuffer { get; } = new char[LongestSpelling * OutpostRecordReader.MaxClassNameLength];

    internal int IdLength { get; set; }

    internal int ViewLength { get; set; }

    internal int ObjectLength { get; set; }

    internal int ClassLength { get; set; }

    /// <summary>What it tells.</summary>
    internal OutpostRecordKind Kind { get; set; }

    /// <summary>The event: a valid id.</summary>
    internal ReadOnlySpan<char> Id => IdBuffer.AsSpan(0, IdLength);

    /// <summary>The view: a valid name.</summary>
    internal ReadOnlySpan<char> View => ViewBuffer.AsSpan(0, ViewLength);

    /// <summary>Start: its time. Track: the picture's.</summary>
    internal DateTime Time { get; set; }

    /// <summary>Start: an index row is wanted.</summary>
    internal bool IsNew { get; set; }

    /// <summary>Start: the view's size in pixels.</summary>
    internal (long Width, long Height) Size { get; set; }

    /// <summary>Track: the object's id.</summary>
    internal ReadOnlySpan<char> ObjectId => ObjectBuffer.AsSpan(0, ObjectLength);

    /// <summary>Track: what was seen.</summary>
    internal ReadOnlySpan<char> ClassName => ClassBuffer.AsSpan(0, ClassLength);

    /// <summary>Track: left, upper, right, lower edge in pixels.</summary>
    internal (long X1, long Y1, long X2, long Y2) Rect { get; set; }

    /// <summary>End: what is to be done; none: the event is to be deleted.</summary>
    internal IReadOnlyList<EndedTask> Tasks { get; set; } = [];
}
