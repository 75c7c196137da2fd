using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.OpcUa.Server.Sessions;

/// <summary>Keeps an address from trying passwords until one fits: some wrong ones are free, then one every few seconds is looked at.</summary>
/// <param name="time">The clock.</param>
internal sealed class PasswordThrottle(TimeProvider time)
{
    /// <summary>Wrong passwords in a row that cost nothing.</summary>
    public const int Free = 10;

    private const int MaxAddresses = 4096;

    /// <summary>So long after the last, one more is looked at.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (int Failures, long Last, bool IsTold)> _failures = [];

    /// <summary>Whether a password of an address is looked at now; those that come with it wait for the next time.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isFirst">Whether it is the first that is not looked at since the last that was.</param>
    public bool MayTry(IPAddress address, out bool isFirst)
    {
        isFirst = false;
        address = Owner(address);
        lock (_gate)
        {
            if (!_failures.TryGetValue(address, out var failed) || failed.Failures < Free)
                return true;
            var mayTry = time.GetElapsedTime(failed.Last) >= Pause;
            isFirst = !mayTry && !failed.IsTold;
            _failures[address] = mayTry ? (failed.Failures, time.GetTimestamp(), false) : failed with { IsTold = true };
            return mayTry;
        }
    }

    /// <summary>A password was wrong.</summary>
    public void Failed(IPAddress address)
    {
        address = Owner(address);
        lock (_gate)
        {
            if (_failures.Count >= MaxAddresses && !_failures.ContainsKey(address))
                _failures.Remove(_failures.MinBy(static f => f.Value.Last).Key);
            _failures[address] = (_failures.GetValueOrDefault(address).Failures + 1, time.GetTimestamp(), false);
        }
    }

    /// <summary>A password was right.</summary>
    public void Succeeded(IPAddress address)
    {
        lock (_gate)
            _failures.Remove(Owner(address));
    }

    /// <summary>Who has one address of IPv6 has 2⁶⁴ of them.</summary>
    private static IPAddress Owner(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
