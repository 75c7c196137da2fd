using Catchment.Core.Storage;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>A file that is to be looked at: regular and whole when it was met.</summary>
/// <param name="Path">Where it is, below the folder that is searched.</param>
/// <param name="Key">The same in short.</param>
/// <param name="Facts">What it was then: a file that is another when its turn comes may not be whole.</param>
/// <param name="Progress">The log that names it; null: none does.</param>
internal sealed record Candidate(FilePath Path, PathKey Key, FileFacts Facts, LogProgress? Progress);
