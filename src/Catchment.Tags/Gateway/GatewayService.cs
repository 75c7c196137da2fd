using Catchment.Core.Hosting;
using Catchment.Tags.State;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Gateway;

/// <summary>
/// The tag gateway: the live store with what outlives a restart, and the parts that serve it. A part that cannot begin, because its port is taken, degrades the service and
/// is tried again; it ends no other. Source: <c>tags</c> 1, 13.
/// </summary>
public sealed class GatewayService : IService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    private readonly GatewaySettings _settings;
    private readonly GatewayMetrics _metrics;
    private readonly ILoggerFactory _loggers;
    private readonly IReadOnlyList<Func<GatewayRoom, IGatewayPart>> _parts;

    /// <summary>A gateway that does not run yet.</summary>
    /// <param name="settings">What it runs with.</param>
    /// <param name="metrics">Its numbers.</param>
    /// <param name="loggers">Makes its logs.</param>
    /// <param name="parts">Make its parts, in the order in which they begin; they end in the reverse one.</param>
    public GatewayService(GatewaySettings settings, GatewayMetrics metrics, ILoggerFactory loggers, IReadOnlyList<Func<GatewayRoom, IGatewayPart>> parts) =>
        (_settings, _metrics, _loggers, _parts) = (settings, metrics, loggers, parts);

    /// <inheritdoc/>
    public string Name => GatewayMetrics.Service;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var claim = _settings.Claim();
        using var state = GatewayState.Open(_settings.StatePath, context.Time, context.Logger);
        var model = state.OpenModel(_settings.Store, context.Time);
        _metrics.Show(model.Store);
        using var values = state.IsInMemory || !_settings.Options.Store.PersistValues ? null : new LastValues(model.Store, state);
        var room = new GatewayRoom
        {
            Model = model,
            Documents = state,
            Metrics = _metrics,
            Loggers = _loggers,
            Time = context.Time,
            Version = _settings.Version,
            StateFolder = _settings.StateFolder,
            Degrade = context.Degrade,
            Recover = context.Recover,
        };
        PartKeeper[] keepers = [.. _parts.Select(make => new PartKeeper(make(room), context, _metrics))];
        try
        {
            foreach (var keeper in keepers)
                await keeper.StartAsync(stopping);
            if (!stopping.IsCancellationRequested)
                context.Running();
            await LookAfterAsync(model, values, context, stopping);
        }
        finally
        {
            try
            {
                await StopAsync(keepers, context);
            }
            finally
            {
                Save(values, context, isLast: true);
            }
        }
    }

    private static async Task StopAsync(IEnumerable<PartKeeper> keepers, IServiceContext context)
    {
        // What is left of the time is for the last values.
        using var limit = new CancellationTokenSource(context.DrainDeadline * 0.7, context.Time);
        using var end = new CancellationTokenSource(context.DrainDeadline * 0.8, context.Time);
        foreach (var keeper in keepers.Reverse())
        {
            await keeper.StopAsync(limit.Token, end.Token);
            keeper.Dispose();
        }
    }

    private async Task LookAfterAsync(GatewayModel model, LastValues? values, IServiceContext context, CancellationToken stopping)
    {
        using var rounds = new PeriodicTimer(Round, context.Time);
        try
        {
            while (await rounds.WaitForNextTickAsync(stopping))
            {
                if (_settings.StaleAfter > TimeSpan.Zero)
                    model.Store.MarkStale(_settings.StaleAfter);
                Save(values, context, isLast: false);
            }
        }
        catch (OperationCanceledException)
        {
            // It is asked to stop.
        }
    }

    private void Save(LastValues? values, IServiceContext context, bool isLast)
    {
        try
        {
            if (isLast)
                values?.SaveAll();
            else
                values?.Save();
            context.Recover("state");
        }
        catch (IOException e)
        {
            _metrics.Errors.Add("state");
            context.Degrade("state", $"{e.Message} Values are served, and would not outlive a restart; free space on the disk of {_settings.StatePath}.");
        }
    }
}
