using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client.Connections;

/// <summary>A request that waits for its answer. Exactly one of its members is called, once, on the thread that receives or looks at the clock.</summary>
internal abstract class PendingCall
{
    /// <summary>Until when the answer may come, a time stamp of the clock.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>The answer; never a <see cref="ServiceFault"/>.</summary>
    public abstract void Succeed(IServiceResponse response);

    /// <summary>There is none, or it is a failure.</summary>
    public abstract void Fail(OpcUaException why);
}
