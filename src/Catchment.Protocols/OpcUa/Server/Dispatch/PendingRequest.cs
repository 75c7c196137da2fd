namespace Catchment.Protocols.OpcUa.Server.Dispatch;

/// <summary>A request that waits for its answer.</summary>
/// <param name="owner">Where it waits.</param>
/// <param name="session">Whose it is.</param>
internal sealed class PendingRequest(PendingRequests owner, ServerSession session) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Whose it is.</summary>
    public ServerSession Session { get; } = session;

    /// <summary>Nobody waits for it any more.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Nobody waits for it any more.</summary>
    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was answered in this moment.
        }
    }

    /// <summary>It is answered.</summary>
    public void Dispose()
    {
        owner.Remove(this);
        _cancellation.Dispose();
    }
}
