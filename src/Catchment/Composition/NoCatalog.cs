using Catchment.Cameras.Retention;

namespace Catchment.Composition;

/// <summary>In the place of a catalog of frames while there is none: whoever looks for a frame looks into the folders.</summary>
internal sealed class NoCatalog : IRetentionListener
{
    public void Leaving(DateOnly day)
    {
        // Nothing is noted that could become untrue.
    }

    public void Left(DateOnly day, IReadOnlyList<RetiredFrame> frames, bool archived)
    {
        // As above.
    }

    public void Settled(DateOnly day)
    {
        // As above.
    }
}
