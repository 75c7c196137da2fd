using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>A Publish request that waits for something to tell. What awaits it goes on in a thread of its own.</summary>
/// <param name="requestHandle">The client's number for it.</param>
/// <param name="results">Of its acknowledgements.</param>
/// <param name="expires">When the client does not wait any more; in ticks of the clock's timestamp.</param>
/// <param name="cancellation">Is cancelled when no answer can reach the client any more.</param>
internal sealed class PendingPublish(uint requestHandle, StatusCode[] results, long expires, CancellationToken cancellation)
    : TaskCompletionSource<IServiceResponse>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public uint RequestHandle => requestHandle;

    public StatusCode[] Results => results;

    public long Expires => expires;

    public bool IsUnreachable => cancellation.IsCancellationRequested;

    public void Fail(StatusCode status) => TrySetResult(new ServiceFault { ResponseHeader = new ResponseHeader { ServiceResult = status } });
}
