using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client.Connections;

/// <summary>A request whose caller waits.</summary>
internal sealed class AwaitedCall : PendingCall
{
    private readonly TaskCompletionSource<IServiceResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the answer.</summary>
    public Task<IServiceResponse> Answer => _answer.Task;

    /// <inheritdoc/>
    public override void Succeed(IServiceResponse response) => _answer.TrySetResult(response);

    /// <inheritdoc/>
    public override void Fail(OpcUaException why) => _answer.TrySetException(why);

    /// <summary>The caller waits no longer.</summary>
    public void Cancel(CancellationToken cancellation) => _answer.TrySetCanceled(cancellation);
}
