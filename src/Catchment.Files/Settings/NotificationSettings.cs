using Catchment.Core.Configuration.Binding;
using Catchment.Files.Tables;

namespace Catchment.Files.Settings;

/// <summary>Who is told of results, and of which.</summary>
public sealed record NotificationSettings
{
    private static readonly FileStatus[] Results = [FileStatus.Success, FileStatus.Failure, FileStatus.Unknown, FileStatus.Ignored, FileStatus.Invalid];

    /// <summary>Where messages go; it is a secret.</summary>
    public required Uri Webhook { get; init; }

    /// <summary>What is told.</summary>
    public required IReadOnlySet<FileStatus> Statuses { get; init; }

    /// <summary>The least time between two messages.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Files that a message names.</summary>
    public required int Listed { get; init; }

    /// <summary>Reads the texts.</summary>
    /// <param name="options">The section as bound.</param>
    /// <param name="problems">What is wrong: key, what was found, what is allowed.</param>
    /// <returns>Null when nobody is to be told, or something is wrong.</returns>
    public static NotificationSettings? Resolve(FilesOptions options, out IReadOnlyList<(string Key, string Found, string Allowed)> problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new SettingProblems($"{FilesOptions.Section}.notifications");
        var written = options.Notifications;
        var statuses = new HashSet<FileStatus>();
        foreach (var (i, word) in (written.Statuses ?? ["FAILURE", "UNKNOWN"]).Index())
        {
            if (FileStatusText.Parse(word) is { } status && Results.Contains(status))
                statuses.Add(status);
            else
                found.Add($"statuses[{i}]", $"\"{NodeText.Printable(word)}\"", $"one of {string.Join(", ", Results.Select(FileStatusText.Of))}");
        }

        var webhook = string.IsNullOrEmpty(written.Webhook) ? null : Address(written.Webhook, found);
        problems = found.Found;
        return webhook is null || problems.Count > 0 ? null : new NotificationSettings { Webhook = webhook, Statuses = statuses, Interval = written.Interval, Listed = written.Listed };
    }

    private static Uri? Address(string text, SettingProblems found)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
            return address;
        found.Add("webhook", "something else", "a URL that begins with https:// or http://"); // It may be a secret all the same.
        return null;
    }
}
