using Catchment.Files.Tables;

namespace Catchment.Files.Notifications;

/// <summary>Several results in one message.</summary>
/// <param name="Counts">How many, by status.</param>
/// <param name="Files">The first of them.</param>
internal sealed record ResultDigest(IReadOnlyDictionary<FileStatus, long> Counts, IReadOnlyList<ResultLine> Files)
{
    /// <summary>Nothing.</summary>
    public static ResultDigest Empty { get; } = new(new SortedDictionary<FileStatus, long>(), []);
}
