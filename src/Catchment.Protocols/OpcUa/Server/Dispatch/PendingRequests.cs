namespace Catchment.Protocols.OpcUa.Server.Dispatch;

/// <summary>The requests of one connection that wait for their answer.</summary>
internal sealed class PendingRequests
{
    private readonly Lock _gate = new();
    private readonly HashSet<PendingRequest> _waiting = [];
    private bool _isOver;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Another one; to be disposed when it is answered.</summary>
    public PendingRequest Add(ServerSession session)
    {
        var request = new PendingRequest(this, session);
        lock (_gate)
        {
            if (!_isOver)
            {
                _waiting.Add(request);
                return request;
            }
        }

        request.Cancel();
        return request;
    }

    /// <summary>Cancels those of a session: no answer reaches its client here any more.</summary>
    public void Cancel(ServerSession session) => Take(r => r.Session == session).ForEach(static r => r.Cancel());

    /// <summary>Cancels all that there are and that will be: the connection is over.</summary>
    public void CancelAll()
    {
        lock (_gate)
            _isOver = true;
        Take(static _ => true).ForEach(static r => r.Cancel());
    }

    internal void Remove(PendingRequest request)
    {
        lock (_gate)
            _waiting.Remove(request);
    }

    private List<PendingRequest> Take(Func<PendingRequest, bool> which)
    {
        lock (_gate)
            return [.. _waiting.Where(which)];
    }
}
