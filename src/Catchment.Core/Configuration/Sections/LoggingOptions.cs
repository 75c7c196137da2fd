namespace Catchment.Core.Configuration;

/// <summary>The section <c>logging</c>: where messages go, of every service.</summary>
public sealed record LoggingOptions
{
    /// <summary>The least severe messages that are logged.</summary>
    [Setting("level", Description = "The least severe messages that are logged, in any case.", IgnoreCase = true)]
    public LoggingLevel Level { get; init; } = LoggingLevel.Info;

    /// <summary>Absolute path of a file that messages are appended to; null: standard error only.</summary>
    [Setting("file", Description = "File that messages are appended to; null for standard error only.", IsPath = true, Example = "logs/catchment.log")]
    public string? File { get; init; }

    /// <summary>Size at which the file is rotated; zero: never.</summary>
    [Setting("max_bytes", Description = "Size at which the file is rotated; 0 for never.")]
    public ByteSize MaxBytes { get; init; } = ByteSize.FromMebibytes(10);

    /// <summary>Number of rotated files that are kept.</summary>
    [Setting("backups", Description = "Number of rotated files that are kept.", Min = 0, Max = 1000)]
    public int Backups { get; init; } = 5;
}
