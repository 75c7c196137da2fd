using System.Text.Json;
using Catchment.Telemetry.Query;
using Catchment.Telemetry.Replicas;

namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>What the inventory knows of a host's files.</summary>
/// <param name="Host">The host.</param>
/// <param name="Files">Files known.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Ingested">Files that have been read.</param>
/// <param name="Unread">Telemetry files that are to be read.</param>
/// <param name="Replicas">Their copies by place and state; none without any copy of any file.</param>
public sealed record HostItem(string Host, long Files, long Bytes, long Ingested, long Unread, IReadOnlyList<ReplicaItem> Replicas)
{
    /// <summary>The hosts by name; one that has copies only is among them.</summary>
    internal static IReadOnlyList<HostItem> Of(IEnumerable<HostStatistics> hosts, IEnumerable<ReplicaCount> counts)
    {
        var byName = new SortedDictionary<string, HostItem>(StringComparer.Ordinal);
        foreach (HostStatistics host in hosts)
            byName[host.Host] = new HostItem(host.Host, host.Files, host.Bytes, host.Ingested, host.Unread, []);
        foreach (IGrouping<string, ReplicaCount> of in counts.GroupBy(c => c.OriginHost, StringComparer.Ordinal))
        {
            HostItem host = byName.GetValueOrDefault(of.Key) ?? new HostItem(of.Key, 0, 0, 0, 0, []);
            byName[of.Key] = host with
            {
                Replicas = [.. of.Select(c => new ReplicaItem(c.ReplicaHost, JsonNamingPolicy.SnakeCaseLower.ConvertName(c.State.ToString()), c.Files, c.Bytes))],
            };
        }

        return [.. byName.Values];
    }
}
