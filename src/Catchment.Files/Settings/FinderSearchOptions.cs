using Catchment.Core.Configuration;

namespace Catchment.Files.Settings;

/// <summary>The key <c>files.finder.search</c>. Source: <c>files</c> 2.3.</summary>
public sealed record FinderSearchOptions
{
    /// <summary>The method.</summary>
    [Setting("method", Description = "scan: walk the source; parse_rsync_logs: read rsync's logs for files that are in storage already.", Required = true, Pattern = "^(scan|parse_rsync_logs)$")]
    public string? Method { get; init; }

    /// <summary>Regular expressions of Python.</summary>
    [Setting("exclude_list", Description = "Python regular expressions; a file whose relative path has one of them is left alone.")]
    public IReadOnlyList<string>? ExcludeList { get; init; }

    /// <summary>The day that logs are of.</summary>
    [Setting("date", Description = "With parse_rsync_logs: the day in quotes, \"YYYY-MM-DD\"; null: today, taken anew each time.")]
    public string? Date { get; init; }

    /// <summary>Days before.</summary>
    [Setting("past_days", Description = "With parse_rsync_logs: days before the day that are looked at.", Min = 0, Max = 100_000)]
    public int PastDays { get; init; } = 1;

    /// <summary>Days after.</summary>
    [Setting("future_days", Description = "With parse_rsync_logs: days after the day that are looked at.", Min = 0, Max = 100_000)]
    public int FutureDays { get; init; } = 1;

    /// <summary>How long a log has to be still.</summary>
    [Setting("delay", Description = "With parse_rsync_logs: how long a log has to be still before it is read.", Max = 31_536_000, Unit = "seconds")]
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(60);
}
