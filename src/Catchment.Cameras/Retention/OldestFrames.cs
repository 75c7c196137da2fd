namespace Catchment.Cameras.Retention;

/// <summary>
/// The oldest frames of a day's folder, in order, however many it holds: a bounded number at a time, so that the memory needed does not
/// grow with the folder.
/// </summary>
/// <param name="capacity">The most frames at a time.</param>
internal sealed class OldestFrames(int capacity)
{
    private readonly List<FrameKey> _frames = [];
    private FrameKey? _last;

    /// <summary>There were more than are held: the folder has to be read again, for those after the last one.</summary>
    internal bool HasMore { get; private set; }

    /// <summary>Takes a frame of the folder, in any order.</summary>
    internal void Offer(FrameKey frame)
    {
        if (_last is { } last && frame > last)
            return;
        _frames.Add(frame);
        if (_frames.Count < 2 * capacity)
            return;
        Cut();
        _last = _frames[^1];
    }

    /// <summary>The oldest of the frames that were offered, oldest first.</summary>
    internal IReadOnlyList<FrameKey> InOrder()
    {
        Cut();
        return _frames;
    }

    private void Cut()
    {
        _frames.Sort();
        if (_frames.Count <= capacity)
            return;
        _frames.RemoveRange(capacity, _frames.Count - capacity);
        HasMore = true;
    }
}
