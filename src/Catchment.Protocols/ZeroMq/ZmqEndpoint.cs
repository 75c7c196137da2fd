using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// A TCP endpoint, written <c>tcp://host:port</c>; the scheme may be missing. The host is a name, an IPv4 address, an IPv6
/// address in brackets, or <c>*</c> for all IPv4 interfaces. Port 0 or <c>*</c> lets a listener take any free port.
/// </summary>
public sealed record ZmqEndpoint
{
    private const string Scheme = "tcp://";

    /// <summary>Makes an endpoint.</summary>
    /// <param name="host">Name or address, without brackets.</param>
    /// <param name="port">0 to 65535.</param>
    /// <exception cref="ArgumentException">The host cannot be one, or the port is out of range.</exception>
    public ZmqEndpoint(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        if (!IsHost(host))
            throw new ArgumentException($"'{host}' is no host name and no IP address", nameof(host));
        Host = host;
        Port = port;
    }

    /// <summary>Host name or address; an IPv6 address has no brackets here.</summary>
    public string Host { get; }

    /// <summary>Port; 0 means any free one and makes sense for listeners only.</summary>
    public int Port { get; }

    /// <summary>Reads an endpoint.</summary>
    /// <param name="text">For example <c>tcp://127.0.0.1:5555</c>, <c>*:5555</c>, <c>[::1]:5555</c>, <c>camera-3:5567</c>.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="FormatException">The text is no endpoint; the message says why.</exception>
    public static ZmqEndpoint Parse(string text) =>
        TryParse(text, out var endpoint, out var error) ? endpoint : throw new FormatException(error);

    /// <summary>Reads an endpoint; see <see cref="Parse"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="endpoint">The endpoint, when the text is one.</param>
    /// <param name="error">Otherwise what is wrong with it and what is allowed.</param>
    /// <returns>Whether the text is an endpoint.</returns>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out ZmqEndpoint? endpoint, [NotNullWhen(false)] out string? error)
    {
        endpoint = null;
        error = Read(text, out var host, out var port);
        if (error is not null) return false;
        endpoint = new ZmqEndpoint(host, port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal) ? $"{Scheme}[{Host}]:{Port}" : $"{Scheme}{Host}:{Port}";

    /// <summary>Asks for the addresses of the host, IPv4 first. Blocks while the resolver works.</summary>
    /// <exception cref="SocketException">The name is not known.</exception>
    internal IPAddress[] Resolve()
    {
        if (IPAddress.TryParse(Host, out var address)) return [address];
        var found = Dns.GetHostAddresses(Host);
        return [.. found.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)];
    }

    private static string? Read(string? text, out string host, out int port)
    {
        host = "";
        port = 0;
        if (string.IsNullOrWhiteSpace(text)) return "the endpoint is empty; write tcp://host:port";
        var rest = text.AsSpan().Trim();
        if (rest.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            rest = rest[Scheme.Length..];
        else if (rest.Contains("://", StringComparison.Ordinal))
            return $"'{text}' has a scheme other than tcp; write tcp://host:port";

        var colon = rest.LastIndexOf(':');
        if (colon < 0) return $"'{text}' has no port; write tcp://host:port";
        var portText = rest[(colon + 1)..];
        var hostText = rest[..colon];
        if (!TryReadPort(portText, out port)) return $"'{portText}' in '{text}' is no port; a port is 0 to 65535";
        if (hostText is "*")
        {
            host = "0.0.0.0";
            return null;
        }

        var bracketed = hostText.Length > 2 && hostText[0] == '[' && hostText[^1] == ']';
        host = (bracketed ? hostText[1..^1] : hostText).ToString();
        if (bracketed != host.Contains(':', StringComparison.Ordinal))
            return $"'{text}': an IPv6 address, and nothing else, stands in brackets, as in tcp://[::1]:5555";
        return IsHost(host) ? null : $"'{hostText}' in '{text}' is no host name and no IP address";
    }

    private static bool TryReadPort(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        return text is "*"
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue);
    }

    private static bool IsHost(string host)
    {
        if (host.Length is 0 or > 253) return false;
        if (host.Contains(':', StringComparison.Ordinal)) return IPAddress.TryParse(host, out _);
        foreach (var c in host)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')) return false;
        return true;
    }
}
