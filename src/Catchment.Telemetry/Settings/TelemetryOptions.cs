using System.Net;
using Catchment.Core.Configuration;

namespace Catchment.Telemetry.Settings;

/// <summary>The section <c>telemetry</c>: the keys of <c>xtelemdb</c> and <c>dbIngest</c>, and our own.</summary>
/// <remarks>Source: <c>telemetry</c> 3, 10, 11.</remarks>
public sealed record TelemetryOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "telemetry";

    /// <summary>No path is empty: from one the process would start again and again.</summary>
    private const string NamesSomething = @"^[^\x00]+$";

    /// <summary>The database with the tables of telemetry and files.</summary>
    [Setting("database", Description = "The database of telemetry and files.")]
    public TelemetryDatabaseOptions Database { get; init; } = new();

    /// <summary>The name under which this computer's files are recorded.</summary>
    [Setting("hostname", Description = "Name under which this computer's files are recorded.", DefaultText = "host name", Example = "exao1")]
    public string Hostname { get; init; } = Dns.GetHostName(); // Not MachineName, which ends at the first dot.

    /// <summary>The folders whose files are recorded, as they are written: a relative one stays relative.</summary>
    [Setting("data_dirs", Description = "Folders whose files are recorded.")]
    public IReadOnlyList<string> DataDirs { get; init; } = ["/opt/MagAOX/logs", "/opt/MagAOX/rawimages", "/opt/MagAOX/telem", "/opt/MagAOX/cacao"];

    /// <summary>The original's program that decodes; accepted and not used.</summary>
    [Setting("logdump_exe", Description = "Accepted and not used: files are decoded without another program.")]
    public string LogdumpExe { get; init; } = "/opt/MagAOX/bin/logdump";

    /// <summary>The instrument's own event codes; null: those that are built in.</summary>
    [Setting("log_codes", Description = "The instrument's list of event codes (logCodes.dat), for types beyond those of MagAO-X of October 2024, which are built in.", IsPath = true, Example = "/opt/MagAOX/source/MagAOX/libMagAOX/logger/logCodes.dat")]
    public string? LogCodes { get; init; }

    /// <summary>The folder of their schemas; null: <c>types/schemas</c> beside them.</summary>
    [Setting("log_schemas", Description = "Folder of the FlatBuffers schemas (.fbs) that log_codes names.", IsPath = true, DefaultText = "types/schemas beside log_codes")]
    public string? LogSchemas { get; init; }

    /// <summary>Files that are read at once.</summary>
    [Setting("parallel_jobs", Description = "Files that are read at once, each with a connection of its own.", Min = 1, Max = 256)]
    public int ParallelJobs { get; init; } = 10;

    /// <summary>The most files that a backfill takes; null: all.</summary>
    [Setting("limit", Description = "The most files that a backfill takes; null for all.", Min = 0)]
    public int? Limit { get; init; }

    /// <summary>Whether an inventory looks at files that are recorded already.</summary>
    [Setting("rescan_changed", Description = "Whether an inventory looks at recorded files too and records new sizes and times, so that a file that has grown is read again.")]
    public bool RescanChanged { get; init; }

    /// <summary>Copies of files.</summary>
    [Setting("replicas", Description = "Copies of files: on mounted volumes, and in a store that speaks S3.")]
    public TelemetryReplicaOptions Replicas { get; init; } = new();

    /// <summary>The list of the processes whose telemetry is followed; null: every device is.</summary>
    [Setting("proclist", Description = "List of the processes whose telemetry is followed; %s stands for the environment's MAGAOX_ROLE; null for every device that has a file in telem_dir.", Pattern = NamesSomething)]
    public string? ProcList { get; init; } = "/opt/MagAOX/config/proclist_%s.txt";

    /// <summary>The pause between two rounds of the live process.</summary>
    [Setting("sleep_interval_sec", Description = "The longest time between two rounds of the live process; under load a round ends at least every 0.25 seconds.", Min = 0, Max = 86_400, Unit = "seconds")]
    public double SleepIntervalSec { get; init; } = 1.0;

    /// <summary>How often the node's own statistics are recorded; null: never.</summary>
    [Setting("record_statistics", Description = "How often the node's own statistics are recorded beside the instrument's telemetry, as device catchment-NODE; null for never.", Min = 1, Max = 86_400, Example = "60")]
    public TimeSpan? RecordStatistics { get; init; }

    /// <summary>The folder of the files that are followed.</summary>
    [Setting("telem_dir", Description = "Folder of the telemetry files that are followed.", Pattern = NamesSomething)]
    public string TelemDir { get; init; } = "/opt/MagAOX/telem";
}
