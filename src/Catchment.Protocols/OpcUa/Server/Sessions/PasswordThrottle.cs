using System.Net;

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
    private readonly Dictionary<IPAddress, (int Failures, long Last)> _failures = [];

    /// <summary>Whether a password of an address is looked at now.</summary>
    public bool MayTry(IPAddress address)
    {
        lock (_gate)
            return !_failures.TryGetValue(address, out var failed) || failed.Failures < Free || time.GetElapsedTime(failed.Last) >= Pause;
    }

    /// <summary>A password was wrong.</summary>
    public void Failed(IPAddress address)
    {
        lock (_gate)
        {
            if (_failures.Count >= MaxAddresses && !_failures.ContainsKey(address))
                _failures.Remove(_failures.MinBy(static f => f.Value.Last).Key);
            _failures[address] = (_failures.GetValueOrDefault(address).Failures + 1, time.GetTimestamp());
        }
    }

    /// <summary>A password was right.</summary>
    public void Succeeded(IPAddress address)
    {
        lock (_gate)
            _failures.Remove(address);
    }
}
