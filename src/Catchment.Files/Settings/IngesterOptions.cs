using Catchment.Core.Configuration;

namespace Catchment.Files.Settings;

/// <summary>The key <c>files.ingester</c>. Source: <c>files</c> 2.4, 5.7.</summary>
public sealed record IngesterOptions
{
    /// <summary>The finder's storage folder.</summary>
    [Setting("storage", Description = "The finder's storage folder.", IsPath = true, DefaultText = "the one that the finder recorded for the same table")]
    public string? Storage { get; init; }

    /// <summary>The plugin.</summary>
    [Setting("plugin", Description = "What files are handed to.", Required = true)]
    public PluginOptions Plugin { get; init; } = new();

    /// <summary>Regular expressions of Python.</summary>
    [Setting("include_list", Description = "Python regular expressions; a file whose path has none of them is ignored. Null or empty: all are taken.")]
    public IReadOnlyList<string>? IncludeList { get; init; }

    /// <summary>Regular expressions of Python.</summary>
    [Setting("exclude_list", Description = "Python regular expressions; a file whose path has one of them is ignored.")]
    public IReadOnlyList<string>? ExcludeList { get; init; }

    /// <summary>The status that files are looked for by.</summary>
    [Setting("file_status", Description = "The status that files are looked for by; not SUCCESS.")]
    public string FileStatus { get; init; } = "UNTRIED";

    /// <summary>Further statuses.</summary>
    [Setting("also", Description = "Further statuses that files are looked for by.", DefaultText = "[RERUN]; in an original's file none")]
    public IReadOnlyList<string>? Also { get; init; }

    /// <summary>Files in a batch.</summary>
    [Setting("batch_size", Description = "Files in a batch.", Min = 1, Max = 1_000_000)]
    public int BatchSize { get; init; } = 10;

    /// <summary>Attempts at once.</summary>
    [Setting("num_threads", Description = "Attempts at once.", Min = 1, Max = 10_000)]
    public int NumThreads { get; init; } = 1;

    /// <summary>Whether it goes on without work.</summary>
    [Setting("daemon", Description = "Wait for further files when no work is left, instead of ending.")]
    public bool Daemon { get; init; } = true;

    /// <summary>Time between two searches.</summary>
    [Setting("pause", Description = "Wait after a search that found nothing.", Max = 31_536_000, Unit = "seconds")]
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether it also waits while there is work.</summary>
    [Setting("pause_between_batches", Description = "Wait after each batch too, though more files may be there.")]
    public bool PauseBetweenBatches { get; init; }

    /// <summary>Whether unfinished batches of dead ingesters are taken back at once.</summary>
    [Setting("recover", Description = "Take files of ingesters that are gone at start, instead of after their lease.", DefaultText = "as daemon")]
    public bool? Recover { get; init; }

    /// <summary>The longest attempt.</summary>
    [Setting("timeout", Description = "The longest attempt; null: no limit.", Min = 0.1, Max = 31_536_000, Unit = "seconds")]
    public TimeSpan? Timeout { get; init; }
}
