using Catchment.Tags.Gateway;

namespace Catchment.Tags.Polling;

/// <summary>The pull of virtual tags and the write-back as a part of the gateway. Source: <c>tags</c> 8.7, 8.8.</summary>
public sealed class PollingPart : BackgroundPart
{
    private readonly GatewayRoom _room;
    private readonly PollingService _service;
    private readonly WriteBack _writeBack;
    private readonly VirtualTagPull _pull;

    /// <summary>Puts it together.</summary>
    /// <param name="room">What it shares with the others.</param>
    /// <param name="settings">Where the polling service is.</param>
    /// <param name="mode">Which written values go back.</param>
    /// <param name="metrics">Its numbers.</param>
    public PollingPart(GatewayRoom room, PollingSettings settings, WriteBackMode mode, PollingMetrics metrics)
        : base("polling", room)
    {
        ArgumentNullException.ThrowIfNull(room);
        _room = room;
        _service = new PollingService(settings, room.Time);
        _writeBack = new WriteBack(mode, _service, metrics, room.Time, Logger);
        _pull = new VirtualTagPull(_service, room.Model.Store, _writeBack, settings, metrics, room.Time, Logger)
        {
            IsCalculatedHere = name => room.Model.Calculations.TryGet(name, out _),
        };
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        // Should one of them break, the other ends with it, and both begin anew.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task[] both = [_writeBack.RunAsync(_room.Model.Store, either.Token), _pull.RunAsync(either.Token)];
        await Task.WhenAny(both);
        await either.CancelAsync();
        await Task.WhenAll(both);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _service.Dispose();
        base.Dispose(disposing);
    }
}
