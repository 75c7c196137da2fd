namespace Catchment.Tags.Store;

/// <summary>Sees every write, in the order in which the store takes them.</summary>
public interface ITagObserver
{
    /// <summary>
    /// A point was written. Called while the store's one writer waits: it only notes, and never blocks. What it throws is logged and harms nobody else.
    /// Source: <c>tags</c> 2.7.
    /// </summary>
    /// <param name="point">The point.</param>
    /// <param name="before">What it had.</param>
    /// <param name="now">What it has.</param>
    /// <param name="origin">Who wrote.</param>
    void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin);
}
