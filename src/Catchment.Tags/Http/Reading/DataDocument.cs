namespace Catchment.Tags.Http.Reading;

/// <summary>The answer of <c>/data</c> at one version of the store. Several requests send it at once; its memory goes back when the last one has.</summary>
/// <param name="version">The store's version before it was made.</param>
/// <param name="tag">Its name for clients that have it already.</param>
/// <param name="buffer">Its bytes; given back here.</param>
internal sealed class DataDocument(long version, string tag, JsonBuffer buffer) : IDisposable
{
    private int _holders = 1;

    /// <summary>The store's version before it was made: nothing older stands in it.</summary>
    internal long Version => version;

    /// <summary>Its entity tag.</summary>
    internal string Tag => tag;

    /// <summary>Its bytes, while it is held.</summary>
    internal ReadOnlyMemory<byte> Bytes => buffer.Written;

    /// <summary>Holds it for one more; only by who holds it, or knows that somebody does.</summary>
    internal DataDocument Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>Lets it go.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            buffer.Dispose();
    }
}
