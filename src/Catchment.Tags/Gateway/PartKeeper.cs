using Catchment.Core.Hosting;

namespace Catchment.Tags.Gateway;

/// <summary>Starts one part, again and again while it cannot begin, and stops it.</summary>
/// <param name="part">The part.</param>
/// <param name="context">Told while it does not run.</param>
/// <param name="metrics">Counts its failures.</param>
internal sealed class PartKeeper(IGatewayPart part, IServiceContext context, GatewayMetrics metrics) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _starting = Task.CompletedTask;

    /// <summary>Starts the part; returns behind the first try, and goes on trying.</summary>
    internal async Task StartAsync()
    {
        if (!await TryStartAsync())
            _starting = RetryAsync();
    }

    /// <summary>Stops the part.</summary>
    /// <param name="cancellation">The time is over.</param>
    internal async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await part.StopAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task RetryAsync()
    {
        do
        {
            await Task.Delay(Pause, context.Time, _stopping.Token);
        }
        while (!await TryStartAsync());
    }

    private async Task<bool> TryStartAsync()
    {
        try
        {
            await part.StartAsync(_stopping.Token);
            context.Recover(part.Name);
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps a part from beginning ends no other, and is told.
        catch (Exception e) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            metrics.Errors.Add("door");
            context.Degrade(part.Name, $"{e.Message} It is tried again every {Pause.TotalSeconds} seconds.");
            return false;
        }
    }
}
