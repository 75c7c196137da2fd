using Catchment.Core.Configuration;

namespace Catchment.Files.Settings;

/// <summary>The key <c>files.logging</c>. Source: <c>files</c> 2.7, 9.</summary>
public sealed record FilesLogOptions
{
    /// <summary>The form of a line when none is configured.</summary>
    public const string UsualFormat = "%(asctime)s:%(name)s:%(levelname)s:%(message)s";

    /// <summary>The file.</summary>
    [Setting("file", Description = "File that records of finder, ingester and backfill are appended to; its folder is made when it is missing. Null: standard error alone.", IsPath = true)]
    public string? File { get; init; }

    /// <summary>The form of a record.</summary>
    [Setting("format", Description = "Form of a record in the file, in a file of endmgr also on standard error, as Python's logging has it; null: the message alone.")]
    public string? Format { get; init; } = UsualFormat;

    /// <summary>The least level.</summary>
    [Setting("level", Description = "The least severe records that are written, to the file or, without one, to standard error, in any case: DEBUG, INFO, WARNING, ERROR, CRITICAL; any other word is WARNING.")]
    public string Level { get; init; } = "INFO";

    /// <summary>When the file is set aside.</summary>
    [Setting("rotate", Description = "When the file is set aside: SIZE, TIME, or null for never.")]
    public string? Rotate { get; init; }

    /// <summary>The unit of time.</summary>
    [Setting("when", Description = "With TIME: S, M, H or D times interval, midnight, or W0 (Monday) to W6.")]
    public string When { get; init; } = "H";

    /// <summary>How many units.</summary>
    [Setting("interval", Description = "With TIME: how many of when.", Min = 1, Max = 100_000)]
    public int Interval { get; init; } = 1;

    /// <summary>The largest file.</summary>
    [Setting("maxbytes", Description = "With SIZE: the file is set aside before it has this many bytes; 0 for never.", Min = 0)]
    public long MaxBytes { get; init; }

    /// <summary>Old files that are kept.</summary>
    [Setting("backup_count", Description = "Files set aside that are kept; 0: with SIZE none is set aside, with TIME all are kept.", Min = 0, Max = 1_000_000)]
    public int BackupCount { get; init; }
}
