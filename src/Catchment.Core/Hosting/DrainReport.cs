namespace Catchment.Core.Hosting;

/// <summary>How a stop went.</summary>
/// <param name="Took">From the request to the last service's end, or the deadline.</param>
/// <param name="Unfinished">Services that had not ended at the deadline.</param>
public sealed record DrainReport(TimeSpan Took, IReadOnlyList<string> Unfinished)
{
    /// <summary>Whether every service ended in time.</summary>
    public bool IsComplete => Unfinished.Count == 0;
}
