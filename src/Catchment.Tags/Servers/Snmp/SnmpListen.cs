using System.Net;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>Where the SNMP agent listens, as it is written in the configuration.</summary>
public static class SnmpListen
{
    private const string Scheme = "udp://";

    /// <summary>Reads <c>udp://127.0.0.1:1161</c>, <c>*:161</c>, <c>udp://[::1]:1161</c>.</summary>
    /// <param name="text">The endpoint; the scheme may be missing.</param>
    /// <exception cref="FormatException">The endpoint is none; the message says what is wrong.</exception>
    public static IPEndPoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ServerEndpoint.Parse(text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].TrimEnd('/') : text);
    }

    /// <summary>Reads an endpoint; see <see cref="Parse"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="endpoint">The endpoint, when the text is one.</param>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out IPEndPoint endpoint)
    {
        endpoint = null;
        try
        {
            endpoint = Parse(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Whether others than this computer can reach the agent.</summary>
    /// <param name="options">Its settings.</param>
    public static bool IsBeyondLoopback(SnmpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Listen.Any(static text => TryParse(text, out var endpoint) && !IPAddress.IsLoopback(endpoint.Address));
    }
}
