using Catchment.Core.Configuration;

namespace Catchment.Files.Settings;

/// <summary>The key <c>files.notifications</c>.</summary>
public sealed record NotificationOptions
{
    /// <summary>Where messages go.</summary>
    [Setting("webhook", Description = "URL that messages are posted to, as Slack's incoming webhooks take them: JSON with a text. From a file or the environment. Null: nobody is told.", IsSecret = true, DefaultText = "null")]
    public string? Webhook { get; init; }

    /// <summary>What is told.</summary>
    [Setting("statuses", Description = "Results of attempts that are told.", DefaultText = "[FAILURE, UNKNOWN]")]
    public IReadOnlyList<string>? Statuses { get; init; }

    /// <summary>The least time between two messages.</summary>
    [Setting("interval", Description = "Least time between two messages; what comes meanwhile is told together.", Min = 1, Max = 86_400, Unit = "seconds")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Files that a message names.</summary>
    [Setting("listed", Description = "Files that a message names; of the others it tells the number.", Min = 0, Max = 50)]
    public int Listed { get; init; } = 10;
}
