using System.Globalization;
using System.Net;

namespace Catchment.Core.Hosting;

/// <summary>One address that the node's HTTP server listens on.</summary>
/// <param name="Host">An IP address, <c>localhost</c>, or <c>*</c> for all interfaces.</param>
/// <param name="Port">0 lets the system choose.</param>
public sealed record WebEndpoint(string Host, int Port)
{
    /// <summary>Whether only programs on this machine can reach it.</summary>
    public bool IsLoopback =>
        string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Reads an endpoint: <c>http://127.0.0.1:8088</c>, <c>[::1]:8088</c>, <c>*:8088</c>, <c>localhost:8088</c>.</summary>
    /// <param name="text">The endpoint; the scheme is optional.</param>
    /// <exception cref="FormatException">It is none; the message says what is allowed.</exception>
    public static WebEndpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string rest = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? text["http://".Length..] : text;
        rest = rest.TrimEnd('/');
        int colon = rest.LastIndexOf(':');
        if (colon > 0
            && int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port <= IPEndPoint.MaxPort
            && ReadHost(rest[..colon]) is { } host)
        {
            return new WebEndpoint(host, port);
        }

        throw new FormatException($"'{text}' is no address to listen on: wanted is http://HOST:PORT with an IP address, localhost or * as HOST.");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal) ? $"http://[{Host}]:{Port}" : $"http://{Host}:{Port}";

    private static string? ReadHost(string host)
    {
        if (host is "*" or "+")
        {
            return "*";
        }

        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return "localhost";
        }

        // An IPv6 address without brackets would swallow the port.
        bool bracketed = host is ['[', .., ']'];
        string address = bracketed ? host[1..^1] : host;
        return address.Contains(':', StringComparison.Ordinal) == bracketed && IPAddress.TryParse(address, out IPAddress? ip)
            ? ip.ToString()
            : null;
    }
}
