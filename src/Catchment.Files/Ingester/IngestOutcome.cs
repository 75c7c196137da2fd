using Catchment.Files.Tables;

namespace Catchment.Files.Ingester;

/// <summary>What a run of the ingester came to.</summary>
/// <param name="Counts">Results by status; UNTRIED and others that were given back are not among them.</param>
/// <param name="Failure">Why it could not do all that there was, in one sentence; null: it did.</param>
public sealed record IngestOutcome(IReadOnlyDictionary<FileStatus, long> Counts, string? Failure)
{
    /// <summary>The exit status of a run that is no daemon: 1 when the search failed (<c>files</c> 1, D33).</summary>
    public int ExitStatus => Failure is null ? 0 : 1;
}
