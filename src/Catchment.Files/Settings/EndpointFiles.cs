using Catchment.Core.Configuration;

namespace Catchment.Files.Settings;

/// <summary>The configuration files of endmgr's components. Source: <c>files</c> 2.</summary>
public static class EndpointFiles
{
    /// <summary>The finder's file.</summary>
    public static OriginalFile Finder { get; } = Of("finder");

    /// <summary>The ingester's file.</summary>
    public static OriginalFile Ingester { get; } = Of("ingester");

    /// <summary>Backfill's file.</summary>
    public static OriginalFile Backfill { get; } = Of("backfill");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OriginalFile> All { get; } = [Finder, Ingester, Backfill];

    private static OriginalFile Of(string component) => new()
    {
        FileName = $"{component}.yaml",
        Section = FilesOptions.Section,
        TopKeys = ["database", component, "logging"],
        DistinctiveKey = component,
        IgnoresUnknownKeys = true,
        PathsFromWorkingFolder = true,
    };
}
