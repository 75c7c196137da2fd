using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Gateway;

/// <summary>A part that works by itself from its start to its stop. Should its work break, that is logged, and it begins anew; no other part notices.</summary>
/// <param name="name">Its name.</param>
/// <param name="room">What it shares with the others.</param>
public abstract partial class BackgroundPart(string name, GatewayRoom room) : IGatewayPart, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger = room.Loggers.CreateLogger($"gateway.{name}");
    private Task _work = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Its log.</summary>
    protected ILogger Logger => _logger;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        _work = Task.Run(WorkAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        await _work.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what it has.</summary>
    /// <param name="disposing">True: not by the collector.</param>
    protected virtual void Dispose(bool disposing) => _stop.Dispose();

    /// <summary>The work.</summary>
    /// <param name="stopping">Ends it.</param>
    /// <returns>Ends without an exception when it was asked to stop.</returns>
    protected abstract Task RunAsync(CancellationToken stopping);

    private async Task WorkAsync()
    {
        var stopping = _stop.Token;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogBroken(_logger, e, name);
            }

            await Task.Delay(Pause, room.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The part {Name} broke and begins anew")]
    private static partial void LogBroken(ILogger logger, Exception exception, string name);
}
