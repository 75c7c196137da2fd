using System.Text.Json;
using Catchment.Core.Hosting;
using Catchment.Tags.Sync;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Composition;

/// <summary>The sync of polled tags.</summary>
internal sealed class SyncParts : INodeParts
{
    private readonly StateFolder? _state;

    private SyncParts(NodeRoom room, StateFolder? state)
    {
        _state = state;
        var gateway = room.OwnState is null ? room.Configuration.GatewayOptions(isAlone: false).Ipc.SocketPath : null;
        var settings = room.Configuration.Sync.SettingsIn(room.OwnState ?? state!, gateway);
        var tally = new SyncTally(room.Metrics, TimeProvider.System);
        Services =
        [
            new ServiceDefinition(SyncTally.Service, () =>
            {
                var service = new SyncService(settings, tally);
                return room.End is { } end ? new AloneService(service, end, endsWhenAway: false) : service;
            }),
        ];
        MapLocal = app => app.MapGet(OtherSyncDesk.StatsPath, context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(tally.Snapshot(), SyncStatsJson.Default.SyncStats), context.RequestAborted).AsTask();
        });
        Desk = new SyncDesk(tally);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb => null;

    /// <inheritdoc/>
    public Action<WebApplication>? MapLocal { get; }

    /// <summary>Its statistics, for whoever shows them.</summary>
    internal SyncDesk Desk { get; }

    /// <summary>Puts it together; null: its state folder cannot be had, and the user was told.</summary>
    internal static SyncParts? Open(NodeRoom room)
    {
        try
        {
            return new SyncParts(room, room.OwnState is null ? room.Configuration.Sync.ClaimState() : null);
        }
        catch (StateFolderException e)
        {
            StartTrouble.Tell(e);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _state?.Dispose();
}
