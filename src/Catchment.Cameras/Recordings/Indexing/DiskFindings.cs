namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>What is wrong with the files of recorded events.</summary>
/// <param name="Missing">Index rows without a file, up to <see cref="MostListed"/>.</param>
/// <param name="MissingCount">How many there are.</param>
/// <param name="Orphans">Events whose files no index names, up to <see cref="MostListed"/>.</param>
/// <param name="OrphanCount">How many there are.</param>
/// <param name="RemovedCount">How many of them were removed.</param>
public sealed record DiskFindings(IReadOnlyList<MissingSet> Missing, long MissingCount, IReadOnlyList<OrphanEvent> Orphans, long OrphanCount, long RemovedCount)
{
    /// <summary>The most that are named; further ones are counted.</summary>
    public const int MostListed = 10_000;
}
