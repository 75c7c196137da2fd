namespace Catchment.Core.Tests.Hosting;

/// <summary>
/// Holds threads up until it is opened. A test opens it at its end in any case, before it stops what waits behind
/// it, so that a failed expectation shows as a failure and not as a test that hangs.
/// </summary>
internal sealed class Gate : IDisposable
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    public void Wait() => _open.Task.Wait();

    public void Dispose() => Open();
}
