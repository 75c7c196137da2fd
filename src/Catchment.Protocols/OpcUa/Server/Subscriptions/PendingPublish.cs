using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>A Publish request that waits for something to tell. What awaits it goes on in a thread of its own.</summary>
/// <param name="results">Of its acknowledgements.</param>
/// <param name="expires">When the client does not wait any more; in ticks of the clock's timestamp.</param>
/// <param name="cancellation">Is cancelled when the client has taken it back, or is gone.</param>
internal sealed class PendingPublish(StatusCode[] results, long expires, CancellationToken cancellation)
    : TaskCompletionSource<IServiceResponse>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public StatusCode[] Results => results;

    public long Expires => expires;

    public bool IsCancelled => cancellation.IsCancellationRequested;

    public void Fail(StatusCode status) => TrySetResult(new ServiceFault { ResponseHeader = new ResponseHeader { ServiceResult = status } });
}
