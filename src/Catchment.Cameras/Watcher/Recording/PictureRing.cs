namespace Catchment.Cameras.Watcher.Recording;

/// <summary>A view's newest pictures, so that an event's first ones, which came before its record, are there. Not thread-safe.</summary>
internal sealed class PictureRing
{
    /// <summary>The newest picture stays in any case, to be shown, unless it is larger than this.</summary>
    internal const long LargestKept = 1 << 20;

    private readonly Queue<HeldPicture> _pictures = [];
    private readonly TimeSpan _span;
    private readonly PreRollBudget _budget;
    private readonly TimeProvider _time;
    private long _used;

    /// <summary>Makes an empty one.</summary>
    /// <param name="span">How far back, by the time of arrival.</param>
    /// <param name="budget">The memory of all views.</param>
    /// <param name="time">The clock.</param>
    internal PictureRing(TimeSpan span, PreRollBudget budget, TimeProvider time)
    {
        _span = span;
        _budget = budget;
        _time = time;
        budget.Join();
    }

    /// <summary>The newest picture; null: none yet, or it was too large to stay.</summary>
    internal HeldPicture? Newest { get; private set; }

    /// <summary>The time that the newest picture bears, and when it came; null: none yet.</summary>
    internal (DateTime Time, long Received)? Last { get; private set; }

    /// <summary>The pictures, oldest first.</summary>
    internal IEnumerable<HeldPicture> Pictures => _pictures;

    /// <summary>Takes a picture over, and lets go of those that are too old or too much.</summary>
    internal void Add(HeldPicture picture)
    {
        _pictures.Enqueue(picture);
        Newest = picture;
        Last = (picture.Time, picture.Received);
        _used += picture.Memory;
        _budget.Take(picture.Memory);
        Trim();
    }

    /// <summary>Lets go of what is too old or too much.</summary>
    internal void Trim()
    {
        while (_pictures.TryPeek(out var oldest) && (IsTooMuch(oldest) || (_pictures.Count > 1 && _time.GetElapsedTime(oldest.Received) > _span)))
            Drop();
    }

    /// <summary>Lets go of everything.</summary>
    internal void Clear()
    {
        while (_pictures.Count > 0)
            Drop();
    }

    private bool IsTooMuch(HeldPicture oldest) =>
        _budget.IsExceeded && _used > _budget.Share && (_pictures.Count > 1 || oldest.Memory > LargestKept);

    private void Drop()
    {
        var oldest = _pictures.Dequeue();
        if (oldest == Newest)
            Newest = null;
        _used -= oldest.Memory;
        _budget.GiveBack(oldest.Memory);
        oldest.Release();
    }
}
