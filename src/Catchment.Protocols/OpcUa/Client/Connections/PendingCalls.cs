namespace Catchment.Protocols.OpcUa.Client.Connections;

/// <summary>The requests of one connection that wait for their answers, by their numbers. All members are thread-safe.</summary>
internal sealed class PendingCalls
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, PendingCall> _calls = [];
    private OpcUaException? _over;
    private uint _last;

    /// <summary>A number for a request that is not kept here.</summary>
    public uint NextId()
    {
        lock (_gate)
            return Next();
    }

    /// <summary>Adds a request.</summary>
    /// <exception cref="OpcUaException">The connection is over.</exception>
    public uint Add(PendingCall call)
    {
        lock (_gate)
        {
            if (_over is not null)
                throw new OpcUaException(_over.Status, _over.Message, _over);
            var id = Next();
            _calls.Add(id, call);
            return id;
        }
    }

    /// <summary>Takes a request out whose answer has come.</summary>
    /// <returns>Null: nobody waits for it any more.</returns>
    /// <exception cref="OpcUaException">BadUnknownResponse: it never was one.</exception>
    public PendingCall? Take(uint id)
    {
        lock (_gate)
        {
            if (_calls.Remove(id, out var call))
                return call;
            return _last - id < int.MaxValue ? null : throw new OpcUaException(StatusCodes.BadUnknownResponse, "The server answers a request that was not made.");
        }
    }

    /// <summary>Takes a request out that is given up.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(uint id)
    {
        lock (_gate)
            return _calls.Remove(id);
    }

    /// <summary>Takes out what has waited for too long.</summary>
    public IReadOnlyList<PendingCall> TakeExpired(long now)
    {
        lock (_gate)
        {
            List<PendingCall>? expired = null;
            foreach (var (id, call) in _calls)
            {
                if (call.Deadline > now)
                    continue;
                (expired ??= []).Add(call);
                _calls.Remove(id);
            }

            return expired ?? (IReadOnlyList<PendingCall>)[];
        }
    }

    /// <summary>Fails all that wait, and all that come.</summary>
    public void FailAll(OpcUaException why)
    {
        PendingCall[] calls;
        lock (_gate)
        {
            _over = why;
            calls = [.. _calls.Values];
            _calls.Clear();
        }

        foreach (var call in calls)
            call.Fail(why);
    }

    private uint Next()
    {
        do
            _last++;
        while (_last == 0 || _calls.ContainsKey(_last));
        return _last;
    }
}
