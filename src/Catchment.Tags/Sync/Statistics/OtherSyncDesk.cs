using System.Text.Json;
using Catchment.Core.Hosting;
using Catchment.Tags.Http;

namespace Catchment.Tags.Sync.Statistics;

/// <summary>Shows the statistics of a sync that runs as a process of its own, which is asked over its status socket.</summary>
/// <param name="sockets">The sockets that it may have.</param>
public sealed class OtherSyncDesk(IEnumerable<string> sockets) : ISyncDesk
{
    /// <summary>Where a sync tells its statistics on its status socket.</summary>
    public const string StatsPath = "/sync/stats";

    private readonly string[] _sockets = [.. sockets];

    /// <inheritdoc/>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        foreach (var socket in _sockets)
        {
            if (File.Exists(socket) && (await StatusClient.GetAsync(socket, StatsPath, cancellation: cancellation)).Body is { } body && IsStatistics(body))
                return body;
        }

        return null;
    }

    private static bool IsStatistics(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, SyncStatsJson.Default.SyncStats) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
