using System.Net;

namespace Catchment.Protocols.OpcUa.Server.Discovery;

/// <summary>The URLs that clients are told.</summary>
internal static class EndpointUrl
{
    private const int MaxPath = 256;

    /// <summary>
    /// The URL for a client: with the host that it used if that is one of ours, for a client may know us by one name only; otherwise with
    /// the configured one. The path is the client's: any will do.
    /// </summary>
    /// <param name="local">Our end of its connection.</param>
    /// <param name="asked">The URL that it used, as it says.</param>
    /// <param name="configured">The host to tell; null: the address of our end.</param>
    public static string For(IPEndPoint local, string? asked, string? configured)
    {
        var address = local.Address.IsIPv4MappedToIPv6 ? local.Address.MapToIPv4() : local.Address;
        var host = configured ?? Text(address);
        var path = "";
        if (Uri.TryCreate(asked, UriKind.Absolute, out var uri) && uri.Scheme == "opc.tcp")
        {
            if (IsOurs(uri, address, configured))
                host = uri.Host;
            if (uri.AbsolutePath is { Length: > 1 and <= MaxPath } own)
                path = own;
        }

        return $"opc.tcp://{host}:{local.Port}{path}";
    }

    private static bool IsOurs(Uri uri, IPAddress local, string? configured)
    {
        var host = uri.Host;
        if (IPAddress.TryParse(uri.DnsSafeHost, out var address))
            return address.Equals(local) || (IPAddress.IsLoopback(address) && IPAddress.IsLoopback(local));
        return string.Equals(host, configured, StringComparison.OrdinalIgnoreCase)
            || (IPAddress.IsLoopback(local) && string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
            || string.Equals(host, Environment.MachineName, StringComparison.OrdinalIgnoreCase);
    }

    private static string Text(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
