using System.Net;
using Catchment.Core.Configuration;
using Catchment.Core.Hosting;

namespace Catchment.Tags.Settings;

/// <summary>The group <c>gateway.poller</c>. Source: <c>tags</c> 9, 10.</summary>
public sealed record PollerOptions
{
    /// <summary>The port of the original polling service.</summary>
    public const int UsualPort = 8000;

    /// <summary>What is polled; null: nothing, and there is no polling service.</summary>
    [Setting("config", Description = "File of devices and tags to poll, YAML or JSON, as the original polling service has it; null to poll nothing.", IsPath = true, Example = "/etc/catchment/poller.yaml")]
    public string? Config { get; init; }

    /// <summary>Where the polling service listens.</summary>
    [Setting("listen", Description = "Endpoints of the polling service's HTTP, when a file is named; null for none.", Example = "http://0.0.0.0:8000")]
    public IReadOnlyList<string>? Listen { get; init; } = ["http://127.0.0.1:8000"];

    /// <summary>What a failed reading does to its point.</summary>
    [Setting("bad_status_policy", Description = "What a failed reading does to its point: it becomes BAD, or is left as it is.")]
    public BadStatusPolicy BadStatusPolicy { get; init; } = BadStatusPolicy.Bad;

    /// <summary>How often the file is looked at.</summary>
    [Setting("reload_seconds", Description = "How often the file is looked at for a change, which is taken without a restart; 0 for never.", Min = 0, Max = 86_400, Unit = "seconds")]
    public double ReloadSeconds { get; init; } = 2;

    /// <summary>The file of the times at which tags were read last; null: in the state folder.</summary>
    [Setting("last_successful", Description = "JSON file of the times at which tags were read last.", IsPath = true, DefaultText = "poller-last-successful.json in the service's state folder")]
    public string? LastSuccessful { get; init; }

    /// <summary>The sites whose pages may write.</summary>
    [Setting("cors_origins", Description = "Origins of web pages whose scripts may use the polling service; requests of all other pages are refused.")]
    public IReadOnlyList<string> CorsOrigins { get; init; } = ["http://localhost:3000", "http://127.0.0.1:3000", "http://localhost:3001"];

    /// <summary>Connections at once.</summary>
    [Setting("max_connections", Description = "Connections to the polling service at once; one more is closed.", Min = 1, Max = 100_000)]
    public int MaxConnections { get; init; } = 256;

    /// <summary>Whether an address is that of the polling service that these settings begin.</summary>
    /// <param name="url">The address.</param>
    /// <exception cref="FormatException">An endpoint of <see cref="Listen"/> is none.</exception>
    public bool Serves(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Config is not null && Listen is not null && Listen.Select(WebEndpoint.Parse).Any(endpoint => endpoint.Port == url.Port && IsAt(endpoint, url));
    }

    private static bool IsAt(WebEndpoint endpoint, Uri url)
    {
        if (endpoint.Host == url.IdnHost.Trim('[', ']'))
            return true;
        var isEvery = endpoint.Host is "*" || (IPAddress.TryParse(endpoint.Host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
        return url.IsLoopback ? isEvery || endpoint.IsLoopback : isEvery && string.Equals(url.IdnHost, Dns.GetHostName(), StringComparison.OrdinalIgnoreCase);
    }
}
