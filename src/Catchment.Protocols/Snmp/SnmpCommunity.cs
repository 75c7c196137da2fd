using System.Net;

namespace Catchment.Protocols.Snmp;

/// <summary>Who may ask in v1 and v2c. Source: RFC 1901, 3.; RFC 3584, 5.</summary>
public sealed record SnmpCommunity
{
    /// <summary>The name, as it is sent in every message, readable for all on the way.</summary>
    public required string Name { get; init; }

    /// <summary>From where it may be used; null: from everywhere. Two communities may have the same name for different places.</summary>
    public IReadOnlyList<IPNetwork>? Sources { get; init; }

    /// <summary>What it reads; null: nothing.</summary>
    public SnmpView? Read { get; init; } = SnmpView.All;

    /// <summary>What it writes; null: nothing.</summary>
    public SnmpView? Write { get; init; }

    /// <summary>What notifications to targets with this community may bear; null: nothing.</summary>
    public SnmpView? Notify { get; init; } = SnmpView.All;

    /// <summary>Whether it may be used from an address.</summary>
    internal bool Admits(IPAddress address)
    {
        if (Sources is null)
            return true;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var one in Sources)
        {
            if (one.Contains(plain))
                return true;
        }

        return false;
    }
}
