using Catchment.Cameras.Catalog;

namespace Catchment.Cameras.Retention;

/// <summary>
/// Is told what leaves, so that a catalog of frames stays true. Called by one thread at a time. Each method may throw <see cref="CatalogException"/>
/// or an <see cref="IOException"/>: then nothing more leaves in this round, and the next one tries again. It should not throw because the medium is full:
/// what leaves makes room.
/// </summary>
public interface IRetentionListener
{
    /// <summary>Something is about to leave from a day: before its first file is touched. A durable note: from now on the catalog may differ.</summary>
    /// <param name="day">The day of the folder.</param>
    void Leaving(DateOnly day);

    /// <summary>Frames have left.</summary>
    /// <param name="day">The day of the folder.</param>
    /// <param name="frames">At most a thousand, oldest first.</param>
    /// <param name="archived">They are in the archive; else they are removed.</param>
    void Left(DateOnly day, IReadOnlyList<RetiredFrame> frames, bool archived);

    /// <summary>All that has left from the day has been told. A day that is stopped in the middle is settled too; what still has to leave is announced anew.</summary>
    /// <param name="day">The day of the folder.</param>
    void Settled(DateOnly day);
}
