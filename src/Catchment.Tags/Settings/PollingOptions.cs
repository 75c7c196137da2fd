using Catchment.Core.Configuration;
using Catchment.Tags.Polling;

namespace Catchment.Tags.Settings;

/// <summary>The group <c>gateway.polling</c>. Source: <c>tags</c> 1, 8.7, 9.3.</summary>
public sealed record PollingOptions
{
    /// <summary>The address of the original.</summary>
    public const string UsualUrl = "http://localhost:8000";

    /// <summary>Where the polling service is; empty: there is none.</summary>
    [Setting("base_url", Description = "URL of the polling service, whose virtual tags are copied and take values back; an empty text for none.", Pattern = "^(https?://[^/@?#]+(/[^?#]*)?)?$")]
    public string BaseUrl { get; init; } = UsualUrl;

    /// <summary>Between two pulls.</summary>
    [Setting("interval", Description = "Time between two reads of its virtual tags.", Min = 0.1, Max = 3600, Unit = "seconds")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a pull may take.</summary>
    [Setting("timeout", Description = "How long a read of its virtual tags may take.", Min = 0.1, Max = 300, Unit = "seconds")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What the polling service is asked with; null: there is none, or it is the gateway's own, whose virtual tags are in the store already and take what is written there:
    /// asked over HTTP, the gateway would talk to itself in a circle.
    /// </summary>
    /// <param name="own">The gateway's own poller.</param>
    /// <exception cref="FormatException">The address is none.</exception>
    public PollingSettings? ToSettings(PollerOptions own)
    {
        ArgumentNullException.ThrowIfNull(own);
        if (BaseUrl.Length == 0)
            return null;
        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new FormatException($"gateway.polling.base_url: '{BaseUrl}' is no URL of HTTP");
        return own.Serves(url) ? null : new PollingSettings { BaseUrl = url, Interval = Interval, PullTimeout = Timeout };
    }
}
