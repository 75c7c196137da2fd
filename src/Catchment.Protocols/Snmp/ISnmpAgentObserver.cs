using System.Net;

namespace Catchment.Protocols.Snmp;

/// <summary>
/// Is told what happens at an agent so that its owner can count and log. Members are called on the threads that serve: they must be
/// cheap, thread-safe and must not throw. Members that are not implemented do nothing.
/// </summary>
public interface ISnmpAgentObserver
{
    /// <summary>A request was carried out; its answer is about to be sent.</summary>
    /// <param name="peer">Who asked; an address that sends much is the same object each time.</param>
    /// <param name="version">In which version.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="variables">How many variables the answer has.</param>
    /// <param name="status">The answer's error status as v2 tells it.</param>
    void Answered(IPEndPoint peer, SnmpVersion version, SnmpPduType operation, int variables, SnmpErrorStatus status)
    {
    }

    /// <summary>A message was not taken. In v3 that may have been told with a report.</summary>
    /// <param name="peer">Who sent it.</param>
    /// <param name="reason">Why.</param>
    void Refused(IPEndPoint peer, SnmpRefusal reason)
    {
    }

    /// <summary>An object threw; who asked was told genErr.</summary>
    /// <param name="oid">Which.</param>
    /// <param name="exception">What it threw.</param>
    void ObjectFailed(Oid oid, Exception exception)
    {
    }

    /// <summary>A message could not be answered because of a defect; the next one is.</summary>
    /// <param name="endpoint">Where it came in.</param>
    /// <param name="exception">What was thrown.</param>
    void Failed(IPEndPoint endpoint, Exception exception)
    {
    }

    /// <summary>A notification was sent, or confirmed where the target confirms.</summary>
    /// <param name="target">Where.</param>
    void NotificationSent(SnmpTarget target)
    {
    }

    /// <summary>A notification did not get there.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="reason">Why, for people.</param>
    void NotificationLost(SnmpTarget target, string reason)
    {
    }

    /// <summary>Nothing can be received for now; told once, until something is.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="reason">Why, for people.</param>
    void CannotReceive(IPEndPoint endpoint, string reason)
    {
    }
}
