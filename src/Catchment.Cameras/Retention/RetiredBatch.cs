using Catchment.Cameras.Catalog;

namespace Catchment.Cameras.Retention;

/// <summary>Tells a listener what leaves from one day, in batches.</summary>
/// <param name="listener">The listener.</param>
/// <param name="day">The day.</param>
internal sealed class RetiredBatch(IRetentionListener listener, DateOnly day)
{
    private const int Most = 1000;

    private readonly List<RetiredFrame> _removed = [];
    private readonly List<RetiredFrame> _archived = [];

    /// <summary>Before the first frame leaves.</summary>
    /// <exception cref="ListenerException">Nothing may leave.</exception>
    internal void Begin() => Tell(() => listener.Leaving(day));

    /// <summary>A frame left.</summary>
    /// <exception cref="ListenerException">Nothing more may leave.</exception>
    internal void Add(FrameKey frame, bool archived)
    {
        var batch = archived ? _archived : _removed;
        batch.Add(new RetiredFrame(frame.Label.Text, frame.TimeOn(day), frame.Format));
        if (batch.Count == Most)
            Tell(batch, archived);
    }

    /// <summary>Tells the rest, and that it was all.</summary>
    /// <exception cref="ListenerException">Nothing more may leave.</exception>
    internal void End()
    {
        Tell(_removed, archived: false);
        Tell(_archived, archived: true);
        Tell(() => listener.Settled(day));
    }

    private static void Tell(Action call)
    {
        try
        {
            call();
        }
        catch (Exception e) when (e is CatalogException or IOException)
        {
            throw new ListenerException(e);
        }
    }

    private void Tell(List<RetiredFrame> batch, bool archived)
    {
        if (batch.Count == 0)
            return;
        RetiredFrame[] frames = [.. batch];
        Tell(() => listener.Left(day, frames, archived));
        batch.Clear();
    }
}
