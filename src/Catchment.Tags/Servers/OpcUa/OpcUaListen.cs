using System.Net;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>Where the OPC UA server listens, as it is written in the configuration.</summary>
public static class OpcUaListen
{
    private const string Scheme = "opc.tcp://";

    /// <summary>Reads <c>opc.tcp://127.0.0.1:4840</c>, <c>*:4840</c>, <c>opc.tcp://[::1]:4840/</c>.</summary>
    /// <param name="text">The endpoint; the scheme may be missing.</param>
    /// <exception cref="FormatException">It is none; the message says what is wrong.</exception>
    public static IPEndPoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ServerEndpoint.Parse(text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].TrimEnd('/') : text);
    }
}
