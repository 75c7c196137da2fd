using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Catchment.Protocols.Snmp;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>Who has asked the SNMP agent, and what came of it, by address. Forged senders cannot make it grow beyond a bound. Counting takes no lock.</summary>
/// <param name="time">The clock.</param>
internal sealed class SnmpPeerTable(TimeProvider time)
{
    /// <summary>So many are told apart.</summary>
    internal const int Most = 1000;

    private readonly ConcurrentDictionary<IPAddress, Counts> _peers = new();
    private readonly Counts _others = new();
    private int _count;

    internal void Answered(IPEndPoint peer, SnmpPduType operation, bool isError)
    {
        var counts = Of(peer);
        Interlocked.Increment(ref counts.Answered);
        if (operation == SnmpPduType.Set)
            Interlocked.Increment(ref counts.Sets);
        if (isError)
            Interlocked.Increment(ref counts.Failed);
    }

    internal void Refused(IPEndPoint peer, SnmpRefusal reason)
    {
        var counts = Of(peer);
        Interlocked.Increment(ref counts.Refused);
        Volatile.Write(ref counts.LastRefusal, (int)reason + 1);
    }

    /// <summary>All, those that asked last first.</summary>
    internal IReadOnlyList<SnmpPeer> List()
    {
        var peers = _peers.Select(static one => Show(one.Key.ToString(), one.Value)).OrderByDescending(static one => one.LastSeen).ThenBy(static one => one.Address, StringComparer.Ordinal);
        return Volatile.Read(ref _others.Answered) + Volatile.Read(ref _others.Refused) > 0 ? [.. peers, Show("others", _others)] : [.. peers];
    }

    private static SnmpPeer Show(string address, Counts counts)
    {
        var (answered, refused) = (Volatile.Read(ref counts.Answered), Volatile.Read(ref counts.Refused));
        return new SnmpPeer(
            address,
            Volatile.Read(ref counts.LastSeen),
            answered + refused,
            answered,
            refused,
            Volatile.Read(ref counts.Sets),
            Volatile.Read(ref counts.Failed),
            Volatile.Read(ref counts.LastRefusal) is > 0 and var reason ? Text((SnmpRefusal)(reason - 1)) : null);
    }

    /// <summary>A reason as an identifier in lower case.</summary>
    internal static string Text(SnmpRefusal reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    private Counts Of(IPEndPoint peer)
    {
        if (!_peers.TryGetValue(peer.Address, out var counts))
        {
            counts = _others;
            if (Volatile.Read(ref _count) < Most)
            {
                counts = _peers.GetOrAdd(peer.Address, static _ => new Counts());
                Volatile.Write(ref _count, _peers.Count);
            }
        }

        Volatile.Write(ref counts.LastSeen, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        return counts;
    }

    private sealed class Counts
    {
        public long Answered;
        public long Refused;
        public long Sets;
        public long Failed;
        public double LastSeen;
        public int LastRefusal;
    }
}
