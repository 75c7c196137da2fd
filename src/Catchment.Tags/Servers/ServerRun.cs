namespace Catchment.Tags.Servers;

/// <summary>What a server has while it runs. Starts and stops take their turns: whoever calls twice, or both at once, gets one server or none.</summary>
/// <typeparam name="T">What it has.</typeparam>
internal sealed class ServerRun<T> : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile T? _now;

    /// <summary>Null while it does not run.</summary>
    internal T? Now => _now;

    /// <summary>Starts it, unless it runs.</summary>
    /// <param name="start">Makes what it has.</param>
    /// <param name="cancellation">Ends the wait for the turn.</param>
    internal async Task StartAsync(Func<Task<T>> start, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            _now ??= await start();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops it, if it runs.</summary>
    /// <param name="stop">Ends what it has.</param>
    internal async Task StopAsync(Func<T, Task> stop)
    {
        await _turn.WaitAsync();
        try
        {
            if (_now is not { } running)
                return;
            await stop(running);
            _now = null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
