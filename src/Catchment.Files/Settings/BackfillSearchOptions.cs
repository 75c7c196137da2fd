using Catchment.Core.Configuration;

namespace Catchment.Files.Settings;

/// <summary>The key <c>files.backfill.search</c>. Source: <c>files</c> 2.5.</summary>
public sealed record BackfillSearchOptions
{
    /// <summary>Regular expressions of Python.</summary>
    [Setting("exclude_list", Description = "Python regular expressions; a file whose path below a folder of sources has one of them is left out.")]
    public IReadOnlyList<string>? ExcludeList { get; init; }
}
