namespace Catchment.Cameras.Watcher.Recording;

/// <summary>A view's newest pictures, so that an event's first ones, which came before its record, are there. Not thread-safe.</summary>
/// <param name="span">How far back, by the time of arrival; the newest picture always stays.</param>
/// <param name="budget">The memory of all views.</param>
/// <param name="time">The clock.</param>
internal sealed class PictureRing(TimeSpan span, PreRollBudget budget, TimeProvider time)
{
    private readonly Queue<HeldPicture> _pictures = [];

    /// <summary>The newest picture; null: none yet.</summary>
    internal HeldPicture? Newest { get; private set; }

    /// <summary>The pictures, oldest first.</summary>
    internal IEnumerable<HeldPicture> Pictures => _pictures;

    /// <summary>Takes a picture over, and lets go of those that are too old or too much.</summary>
    internal void Add(HeldPicture picture)
    {
        _pictures.Enqueue(picture);
        Newest = picture;
        budget.Take(picture.Memory);
        Trim();
    }

    /// <summary>Lets go of what is too old or too much.</summary>
    internal void Trim()
    {
        while (_pictures.Count > 1 && (budget.IsExceeded || time.GetElapsedTime(_pictures.Peek().Received) > span))
            Drop();
    }

    /// <summary>Lets go of everything.</summary>
    internal void Clear()
    {
        Newest = null;
        while (_pictures.Count > 0)
            Drop();
    }

    private void Drop()
    {
        var oldest = _pictures.Dequeue();
        budget.GiveBack(oldest.Memory);
        oldest.Release();
    }
}
