using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Gateway;

/// <summary>Starts one part, again and again while it cannot begin, and stops it.</summary>
/// <param name="part">The part.</param>
/// <param name="context">Told while it does not run.</param>
/// <param name="metrics">Counts its failures.</param>
internal sealed partial class PartKeeper(IGatewayPart part, IServiceContext context, GatewayMetrics metrics) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _starting = Task.CompletedTask;

    /// <summary>Starts the part; returns behind the first try, and goes on trying.</summary>
    /// <param name="stopping">Ends the first try: the gateway is to stop already.</param>
    internal async Task StartAsync(CancellationToken stopping)
    {
        using var end = stopping.Register(_stopping.Cancel);
        if (!await TryStartAsync())
            _starting = RetryAsync();
    }

    /// <summary>Stops the part; whatever keeps it from that is told, and keeps no other from stopping.</summary>
    /// <param name="limit">The part's time is over.</param>
    /// <param name="end">It is not waited for any longer.</param>
    internal async Task StopAsync(CancellationToken limit, CancellationToken end)
    {
        try
        {
            await _stopping.CancelAsync();
            await _starting.WaitAsync(end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await part.StopAsync(limit).WaitAsync(end);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogLate(context.Logger, part.Name);
        }
#pragma warning disable CA1031 // One part's fault must not cost the others their end, and the store its last values.
        catch (Exception e)
#pragma warning restore CA1031
        {
            metrics.Errors.Add("door");
            LogStop(context.Logger, e, part.Name);
        }
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
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (_stopping.IsCancellationRequested)
                return false;
            metrics.Errors.Add("door");
            context.Degrade(part.Name, $"{e.Message} It is tried again every {Pause.TotalSeconds} seconds.");
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The part {Name} did not end in time")]
    private static partial void LogLate(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "The part {Name} could not be stopped in order")]
    private static partial void LogStop(ILogger logger, Exception exception, string name);
}
