using Catchment.Tags.Settings;
using Catchment.Tags.Sync.Buffering;

namespace Catchment.Tags.Sync;

/// <summary>What the sync runs with. Source: <c>tags</c> 8.</summary>
public sealed record SyncSettings
{
    /// <summary>The socket's default path.</summary>
    public const string DefaultSocketPath = "/tmp/dataservice.sock";

    /// <summary>The polling service's default address.</summary>
    public const string DefaultPollingBase = "http://localhost:8000";

    /// <summary>Where the polled values are below it.</summary>
    public const string PolledValues = "/deploy/api/io/polled-values";

    /// <summary>Path of the gateway's Unix socket.</summary>
    public string SocketPath { get; init; } = DefaultSocketPath;

    /// <summary>URL of the polled values.</summary>
    public Uri PollingUrl { get; init; } = new(DefaultPollingBase + PolledValues);

    /// <summary>Time that the polling service has for an answer.</summary>
    public TimeSpan PollingTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the beginning of a cycle to that of the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two summaries; null: only the one of every 60th cycle.</summary>
    public TimeSpan? StatsInterval { get; init; }

    /// <summary>How keys are made: <c>auto</c>, <c>colon</c>, <c>dot</c> or a template.</summary>
    public string KeyFormat { get; init; } = "auto";

    /// <summary>A key by the tag's id that the gateway has goes before one by its name.</summary>
    public bool PreferTagId { get; init; } = true;

    /// <summary>The status texts of good values.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = ["SUCCESS", "success", "ok", "OK", "good"];

    /// <summary>What becomes of a tag whose status fails.</summary>
    public BadStatusPolicy BadStatusPolicy { get; init; }

    /// <summary>Patterns of the tags that are copied; none: all.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of those that are not.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Least changes by pattern.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Deadband { get; init; } = [];

    /// <summary>File of rules; null: none.</summary>
    public string? Rules { get; init; }

    /// <summary>The most values of one request; 1: single writes.</summary>
    public int BulkSize { get; init; } = 1000;

    /// <summary>How often an unchanged value is written.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most tags of a document.</summary>
    public int MaxTags { get; init; } = 100_000;

    /// <summary>What the names of the buffer's files begin with; null: there is none.</summary>
    public string? BufferFile { get; init; }

    /// <summary>What it holds at most.</summary>
    public BufferLimits BufferLimits { get; init; } = new(100_000, 64L << 20, TimeSpan.FromDays(7));

    /// <summary>Decides what the keys leave open.</summary>
    /// <param name="options">The keys.</param>
    /// <param name="bufferFile">The buffer, where the keys name none.</param>
    /// <param name="environment">The environment's variables by name.</param>
    /// <exception cref="FormatException">A URL, key format or pattern is none.</exception>
    public static SyncSettings Resolve(SyncOptions options, string bufferFile, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        var settings = new SyncSettings
        {
            SocketPath = options.SocketPath ?? Named(environment("IPC_SOCKET_PATH")) ?? DefaultSocketPath,
            PollingUrl = Url(options.PollingUrl ?? PollingUrlOf(environment) ?? DefaultPollingBase + PolledValues),
            PollingTimeout = options.PollingTimeout,
            Interval = options.Interval,
            StatsInterval = options.StatsInterval,
            KeyFormat = options.KeyFormat,
            PreferTagId = options.PreferTagId,
            Statuses = options.Statuses,
            BadStatusPolicy = options.BadStatusPolicy,
            Include = options.Include,
            Exclude = options.Exclude,
            Deadband = [.. options.Deadband],
            Rules = options.Rules,
            BulkSize = options.BulkSize,
            Refresh = TimeSpan.FromSeconds(options.RefreshSeconds),
            MaxTags = options.MaxTags,
            BufferFile = options.Buffer.MaxEntries == 0 ? null : options.Buffer.File ?? bufferFile,
            BufferLimits = new BufferLimits(options.Buffer.MaxEntries, options.Buffer.MaxBytes.Bytes, options.Buffer.MaxAge),
        };
        settings.Check();
        return settings;
    }

    /// <summary>The URL that the environment names; null: it names none.</summary>
    /// <param name="environment">The environment's variables by name.</param>
    public static string? PollingUrlOf(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return Named(environment("POLLING_API_URL")) ?? (Named(environment("POLLING_BASE_URL")) is { } host ? host.TrimEnd('/') + PolledValues : null);
    }

    /// <summary>Refuses what cannot work.</summary>
    /// <exception cref="FormatException">A key format or pattern is none.</exception>
    internal void Check()
    {
        _ = Keys.KeyFormat.Parse(KeyFormat);
        _ = new Rules.SyncRules(Include, Exclude, Deadband, []);
    }

    private static Uri Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url : throw new FormatException($"'{text}' is no http URL of polled values (--polling-url)");

    private static string? Named(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
