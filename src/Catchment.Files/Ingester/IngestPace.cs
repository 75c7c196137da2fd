namespace Catchment.Files.Ingester;

/// <summary>
/// How many attempts are noted as begun ahead of the threads. Slow ones: as many as there are threads, since after a kill everything that is
/// noted is UNKNOWN. Quick ones: more, as each note costs a commit.
/// </summary>
/// <param name="threads">Attempts at once.</param>
internal sealed class IngestPace(int threads)
{
    private const int MostForThread = 32;
    private const double NewShare = 0.2;

    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(20);

    private TimeSpan? _usual;

    /// <summary>How many may be begun and not ended.</summary>
    public int Most => threads * (_usual is { } usual ? (int)Math.Clamp(Ahead / (usual > TimeSpan.Zero ? usual : TimeSpan.FromTicks(1)), 1, MostForThread) : 1);

    /// <summary>An attempt took so long.</summary>
    public void Took(TimeSpan duration) => _usual = _usual is { } usual ? (duration * NewShare) + (usual * (1 - NewShare)) : duration;
}
