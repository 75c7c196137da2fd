using System.Net;
using System.Net.Sockets;

namespace Catchment.Core.Hosting;

/// <summary>
/// Counts wrong tokens by address, so that nobody can try many. An address that showed too many has to wait; the memory for
/// addresses is bounded, and the ones heard of longest ago make room.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class AccessAttempts(TimeProvider time)
{
    /// <summary>Wrong tokens that an address may show within <see cref="Window"/>.</summary>
    public const int MostWrong = 10;

    /// <summary>Addresses that are remembered.</summary>
    public const int MostAddresses = 1024;

    /// <summary>The time after the first wrong token after which an address is forgotten.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<IPAddress, (int Wrong, long Since)> _addresses = [];

    /// <summary>Whether the address has to wait.</summary>
    /// <param name="address">The peer's; null counts as one address.</param>
    public bool MustWait(IPAddress? address)
    {
        lock (_gate)
        {
            return _addresses.TryGetValue(Group(address), out var known)
                && known.Wrong >= MostWrong
                && time.GetElapsedTime(known.Since) < Window;
        }
    }

    /// <summary>The address has shown a wrong token.</summary>
    /// <param name="address">The peer's; null counts as one address.</param>
    public void NoteWrong(IPAddress? address)
    {
        IPAddress group = Group(address);
        lock (_gate)
        {
            if (_addresses.TryGetValue(group, out var known) && time.GetElapsedTime(known.Since) < Window)
            {
                _addresses[group] = (known.Wrong + 1, known.Since);
                return;
            }

            _addresses.Remove(group);
            if (_addresses.Count == MostAddresses)
            {
                _addresses.RemoveAt(0);
            }

            _addresses.Add(group, (1, time.GetTimestamp()));
        }
    }

    // Who has one IPv6 address has 2^64 of them.
    private static IPAddress Group(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
