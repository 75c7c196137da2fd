using Catchment.Core.Configuration;

namespace Catchment.Telemetry.Settings;

/// <summary>The configuration files of <c>xtelemdb</c> and <c>dbIngest</c>: TOML, with the same keys. Source: <c>telemetry</c> 3, 11.</summary>
public static class TelemetryFiles
{
    /// <summary>The file of every subcommand and of the live process.</summary>
    public static OriginalFile Configuration { get; } = new()
    {
        FileName = "xtelemdb.conf.toml",
        Section = TelemetryOptions.Section,
        TopKeys =
        [
            "database", "hostname", "data_dirs", "logdump_exe", "log_codes", "log_schemas", "parallel_jobs", "limit", "rescan_changed", "replicas", "proclist", "sleep_interval_sec", "telem_dir",
        ],
        PathsFromWorkingFolder = true,
        IsToml = true,
        HasListsInWords = true,
    };
}
