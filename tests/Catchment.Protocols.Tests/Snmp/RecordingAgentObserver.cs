using System.Collections.Concurrent;
using System.Net;
using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

internal sealed class RecordingAgentObserver : ISnmpAgentObserver
{
    public ConcurrentQueue<(IPEndPoint Peer, SnmpVersion Version, SnmpPduType Operation, int Variables, SnmpErrorStatus Status)> Answers { get; } = [];

    public ConcurrentQueue<(IPEndPoint Peer, SnmpRefusal Reason)> Refusals { get; } = [];

    public ConcurrentQueue<Oid> Failures { get; } = [];

    public ConcurrentQueue<SnmpTarget> Sent { get; } = [];

    public ConcurrentQueue<string> Lost { get; } = [];

    public void Answered(IPEndPoint peer, SnmpVersion version, SnmpPduType operation, int variables, SnmpErrorStatus status) =>
        Answers.Enqueue((peer, version, operation, variables, status));

    public void Refused(IPEndPoint peer, SnmpRefusal reason) => Refusals.Enqueue((peer, reason));

    public void ObjectFailed(Oid oid, Exception exception) => Failures.Enqueue(oid);

    public void NotificationSent(SnmpTarget target) => Sent.Enqueue(target);

    public void NotificationLost(SnmpTarget target, string reason) => Lost.Enqueue(reason);
}
