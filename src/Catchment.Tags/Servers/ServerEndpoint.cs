using System.Net;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Tags.Servers;

/// <summary>Where a protocol server listens, as it is written in the configuration.</summary>
public static class ServerEndpoint
{
    private const string Localhost = "localhost";

    /// <summary>Reads <c>tcp://127.0.0.1:5020</c>, <c>*:5020</c>, <c>[::1]:5020</c>, <c>localhost:5020</c>.</summary>
    /// <param name="text">The endpoint; the scheme may be missing.</param>
    /// <exception cref="FormatException">It is none; the message says what is wrong.</exception>
    public static IPEndPoint Parse(string text)
    {
        var endpoint = ZmqEndpoint.Parse(text);
        if (string.Equals(endpoint.Host, Localhost, StringComparison.OrdinalIgnoreCase))
            return new IPEndPoint(IPAddress.Loopback, endpoint.Port);
        return IPAddress.TryParse(endpoint.Host, out var address)
            ? new IPEndPoint(address, endpoint.Port)
            : throw new FormatException($"'{text}': a server listens on an IP address, localhost, or * for all interfaces");
    }

    /// <summary>Those that other computers can reach, as a message names them; empty when there is none.</summary>
    /// <param name="listen">Where a server listens.</param>
    internal static string BeyondLoopback(IEnumerable<IPEndPoint> listen) =>
        string.Join(", ", listen.Where(static endpoint => !IPAddress.IsLoopback(endpoint.Address)));
}
