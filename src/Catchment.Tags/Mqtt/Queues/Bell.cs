namespace Catchment.Tags.Mqtt.Queues;

/// <summary>Wakes the one who waits; ringing several times wakes once.</summary>
internal sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);
    private readonly Lock _gate = new();

    public void Ring()
    {
        lock (_gate)
        {
            if (_rung.CurrentCount == 0)
                _rung.Release();
        }
    }

    public Task WaitAsync(CancellationToken cancellation) => _rung.WaitAsync(cancellation);

    public void Dispose() => _rung.Dispose();
}
