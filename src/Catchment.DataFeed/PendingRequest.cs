using Catchment.Protocols.ZeroMq;

namespace Catchment.DataFeed;

/// <summary>A request that waits for its turn or its reply.</summary>
/// <param name="body">The request.</param>
/// <param name="since">When the caller asked, by the clock's timestamp.</param>
/// <param name="cancellation">The caller's wish to give up.</param>
internal sealed class PendingRequest(ReadOnlyMemory<byte> body, long since, CancellationToken cancellation)
{
    // Asynchronous continuations: the caller's code must not run on the thread that serves all callers.
    private readonly TaskCompletionSource<ZmqMessage> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The request.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>When the caller asked.</summary>
    public long Since { get; } = since;

    /// <summary>The caller's wish to give up.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Whether the caller still waits.</summary>
    public bool IsOpen => !_reply.Task.IsCompleted;

    /// <summary>The reply; whoever awaits it disposes it.</summary>
    public async Task<ZmqMessage> Reply()
    {
        await using var registration = Cancellation.Register(() => _reply.TrySetCanceled(Cancellation));
        return await _reply.Task;
    }

    /// <summary>Hands over the reply; a caller that gave up meanwhile leaves it here.</summary>
    public void Answer(ZmqMessage message)
    {
        if (!_reply.TrySetResult(message)) message.Dispose();
    }

    /// <summary>Ends the wait without a reply.</summary>
    public void Fail(Exception exception) => _reply.TrySetException(exception);
}
