using Catchment.Core.Storage;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>A file whose content is known.</summary>
/// <param name="Candidate">Which.</param>
/// <param name="Facts">What it was before and after it was read.</param>
/// <param name="Target">What its row will be.</param>
internal sealed record HashedFile(Candidate Candidate, FileFacts Facts, FoundFile Target)
{
    /// <summary>It as it was read.</summary>
    internal ulong Stamp { get; } = PathKey.Stamp(Facts);
}
