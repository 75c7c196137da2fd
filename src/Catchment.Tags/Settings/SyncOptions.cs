using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>The section <c>sync</c>: copies polled tags into the live store. Source: <c>tags</c> 8, 11.</summary>
public sealed record SyncOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "sync";

    /// <summary>Path of the store's Unix socket; null: the variable, or the default.</summary>
    [Setting("socket_path", Description = "Path of the gateway's Unix socket; null for gateway.ipc.socket_path, the environment's IPC_SOCKET_PATH, or the default.", IsPath = true, DefaultText = "/tmp/dataservice.sock")]
    public string? SocketPath { get; init; }

    /// <summary>Where the polled values are; null: the variables, or the default.</summary>
    [Setting("polling_url", Description = "URL of the polled values; null for the environment's POLLING_API_URL, POLLING_BASE_URL, or the default. In up, the sync runs when one of them is set.", Pattern = @"^https?://\S+$", DefaultText = "http://localhost:8000/deploy/api/io/polled-values")]
    public string? PollingUrl { get; init; }

    /// <summary>From the beginning of a cycle to that of the next.</summary>
    [Setting("interval", Description = "Time from the beginning of a cycle to that of the next.", Min = 0.01, Max = 86_400)]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two summaries in the log.</summary>
    [Setting("stats_interval", Description = "Time between two summaries in the log.", Min = 1, Max = 86_400)]
    public TimeSpan StatsInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time that the polling service has for an answer.</summary>
    [Setting("polling_timeout", Description = "Time that the polling service has for an answer.", Min = 0.1, Max = 300)]
    public TimeSpan PollingTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How keys are made.</summary>
    [Setting("key_format", Description = "How the key of a device's tag is made: auto (the form that the store already has, otherwise device.tag), colon (device:tag), dot (device.tag), or a template with {device}, {tag} and {id}.", Pattern = @"^(auto|colon|dot|[^\x00-\x1F]*\{(device|tag|id)\}[^\x00-\x1F]*)$")]
    public string KeyFormat { get; init; } = "auto";

    /// <summary>Whether a key by the tag's id that the store has goes before one by its name.</summary>
    [Setting("prefer_tag_id", Description = "Whether a key by the tag's id that the store already has is kept for a tag that now has a name.")]
    public bool PreferTagId { get; init; } = true;

    /// <summary>The status texts of good values.</summary>
    [Setting("statuses", Description = "Status texts of the tags that are copied, compared letter by letter.")]
    public IReadOnlyList<string> Statuses { get; init; } = ["SUCCESS", "success", "ok", "OK", "good"];

    /// <summary>What becomes of a tag that was good and is no longer.</summary>
    [Setting("bad_status_policy", Description = "What becomes of a copied tag whose status fails: keep its value as it is, or write it once more with quality BAD (bad).")]
    public BadStatusPolicy BadStatusPolicy { get; init; } = BadStatusPolicy.Keep;

    /// <summary>Patterns of the tags that are copied; none: all.</summary>
    [Setting("include", Description = "Patterns of the tags that are copied (* and ?): of the key, the device or the tag, or of one of them with device=, tag= or key= in front; none for all.", Example = "[\"device=PLC_*\"]")]
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of the tags that are not copied.</summary>
    [Setting("exclude", Description = "Patterns of the tags that are not copied.", Example = "[\"*:debug_*\"]")]
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Changes below this are not written, by pattern.</summary>
    [Setting("deadband", Description = "Least change of a number that is written, by pattern; the first pattern that fits counts.")]
    public IReadOnlyDictionary<string, double> Deadband { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>File of rules; null: none.</summary>
    [Setting("rules", Description = "File of rules that rename, convert and check tags; null for none.", IsPath = true, Example = "sync-rules.yaml")]
    public string? Rules { get; init; }

    /// <summary>The most values of one request.</summary>
    [Setting("bulk_size", Description = "The most values of one bulk request; 1 for single writes.", Min = 1, Max = 1000)]
    public int BulkSize { get; init; } = 1000;

    /// <summary>How often a value that does not change is written.</summary>
    [Setting("refresh_seconds", Description = "How often a value that does not change is written all the same; 0 writes every value in every cycle.", Min = 0, Max = 86_400, Unit = "seconds")]
    public double RefreshSeconds { get; init; } = 60;

    /// <summary>The most tags of a document.</summary>
    [Setting("max_tags", Description = "The most tags that are copied.", Min = 1, Max = 1_000_000)]
    public int MaxTags { get; init; } = 100_000;

    /// <summary>What waits while the gateway is away.</summary>
    [Setting("buffer", Description = "Values that wait on disk while the gateway is away.")]
    public SyncBufferOptions Buffer { get; init; } = new();

    /// <summary>The sync's own log level.</summary>
    [Setting("logging", Description = "Log of the sync.")]
    public ServiceLoggingOptions Logging { get; init; } = new();
}
