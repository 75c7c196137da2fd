using System.Net;
using Catchment.Tags.Servers;

namespace Catchment.Tags.Settings;

/// <summary>What the settings of the IEC 60870-5-104 server have to be together.</summary>
public static class Iec104Rules
{
    private const string Group = $"{GatewayOptions.Section}.iec104";

    /// <summary>What is wrong.</summary>
    /// <param name="options">The settings.</param>
    /// <returns>Each with its key, what was found as it would be written, and what is allowed.</returns>
    public static IEnumerable<(string Key, string Found, string Allowed)> Check(Iec104Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (var i = 0; i < options.Listen.Count; i++)
        {
            if (!IsEndpoint(options.Listen[i]))
                yield return ($"{Group}.listen[{i}]", $"\"{options.Listen[i]}\"", "tcp://HOST:PORT, with an IP address, localhost or * as HOST");
        }

        if (options.T2 >= options.T1)
            yield return ($"{Group}.t2", $"{options.T2}", $"less than gateway.iec104.t1, which is {options.T1}: a master would take the connection for dead before it is acknowledged");
        var owners = new Dictionary<IPAddress, string>();
        foreach (var (name, peers) in options.Groups)
        {
            if (peers.Count == 0)
                yield return ($"{Group}.groups.{name}", "[]", "at least one IP address");
            for (var i = 0; i < peers.Count; i++)
            {
                var key = $"{Group}.groups.{name}[{i}]";
                if (ReadPeer(peers[i]) is not { } peer)
                    yield return (key, $"\"{peers[i]}\"", "the IP address that a master connects from");
                else if (!owners.TryAdd(peer, name))
                    yield return (key, $"\"{peers[i]}\"", $"an address that is in no other place: it is in the group {owners[peer]}");
            }
        }
    }

    /// <summary>The address of a group's master; null: the text is none.</summary>
    internal static IPAddress? ReadPeer(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
            return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static bool IsEndpoint(string text)
    {
        try
        {
            _ = ServerEndpoint.Parse(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
