namespace Catchment.Tags.Mqtt.Publishing;

/// <summary>Whether there is a connection, to be waited for.</summary>
internal sealed class Connectivity
{
    private TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsUp => _up.Task.IsCompleted;

    public void Up() => _up.TrySetResult();

    public void Down()
    {
        if (IsUp)
            _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public Task WaitAsync(CancellationToken cancellation) => Volatile.Read(ref _up).Task.WaitAsync(cancellation);
}
