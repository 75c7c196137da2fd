using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>
/// The IEC 60870-5-104 server's numbers: commands taken in, information objects given out, APDUs, masters, and what was turned away or lost. They outlive the server, which
/// may be switched off and on.
/// </summary>
public sealed class Iec104Metrics
{
    /// <summary>The name in metrics.</summary>
    public const string Service = "iec104";

    /// <summary>A master more than there may be.</summary>
    internal const string TooManyMasters = "too_many_masters";

    /// <summary>No master can be accepted.</summary>
    internal const string CannotListen = "accept";

    /// <summary>A defect of ours.</summary>
    internal const string Internal = "internal";

    private static readonly Iec104CloseReason[] Faults =
        [Iec104CloseReason.Protocol, Iec104CloseReason.Malformed, Iec104CloseReason.NoAnswer, Iec104CloseReason.Slow];

    private readonly Lock _gate = new();
    private readonly StripedCounter _refused = new();
    private Func<IReadOnlyList<Iec104ConnectionStatus>>? _connections;
    private Func<IReadOnlyList<Iec104GroupStatus>>? _groups;
    private long _received;
    private long _sent;
    private long _lost;

    /// <summary>Makes or finds the server's numbers in a node's.</summary>
    /// <param name="node">The node's numbers.</param>
    public Iec104Metrics(NodeMetrics node)
    {
        ArgumentNullException.ThrowIfNull(node);
        Common = node.ForService(Service, [TooManyMasters, .. Faults.Select(Label)], [CannotListen, Internal]);
        var meter = Common.Meter;
        meter.CreateObservableCounter("catchment_iec104_commands_refused_total", () => CommandsRefused, description: "Commands answered with a negative confirmation.");
        meter.CreateObservableCounter("catchment_iec104_apdus_received_total", () => Apdus.Received, description: "APDUs that masters sent.");
        meter.CreateObservableCounter("catchment_iec104_apdus_sent_total", () => Apdus.Sent, description: "APDUs sent to masters.");
        meter.CreateObservableCounter("catchment_iec104_events_lost_total", () => Lost, description: "Information objects that were lost because too many waited for a master.");
        meter.CreateObservableGauge("catchment_iec104_events_waiting", () => Waiting, description: "Information objects that wait for masters at this moment.");
        meter.CreateObservableGauge("catchment_iec104_masters", () => Masters, description: "Masters at this moment.");
    }

    /// <summary>Masters at this moment.</summary>
    public int Masters => Connections.Count;

    /// <summary>Commands answered.</summary>
    public long Commands => Common.Totals.Received;

    /// <summary>Those of them with a negative confirmation.</summary>
    public long CommandsRefused => _refused.Value;

    /// <summary>Information objects that were given to masters' buffers: changes, periodic and background.</summary>
    public long ObjectsTold => Common.Totals.Sent;

    /// <summary>Masters that were not taken, or whose connection was closed for a reason that is theirs.</summary>
    public long Discarded => Common.Discarded.Total;

    /// <summary>APDUs of all masters, also of those that have gone.</summary>
    public (long Received, long Sent) Apdus
    {
        get
        {
            lock (_gate)
            {
                var connections = Connections;
                return (_received + connections.Sum(static one => one.ReceivedApdus), _sent + connections.Sum(static one => one.SentApdus));
            }
        }
    }

    /// <summary>Information objects that were lost because too many waited.</summary>
    public long Lost
    {
        get
        {
            lock (_gate)
                return _lost + Connections.Where(static one => one.Group is null).Sum(static one => one.LostEvents) + (_groups?.Invoke().Sum(static one => one.LostEvents) ?? 0);
        }
    }

    /// <summary>Information objects that wait at this moment.</summary>
    public int Waiting => Connections.Where(static one => one.Group is null).Sum(static one => one.WaitingEvents) + (_groups?.Invoke().Sum(static one => one.WaitingEvents) ?? 0);

    /// <summary>The numbers that all services have.</summary>
    internal ServiceMetrics Common { get; }

    private IReadOnlyList<Iec104ConnectionStatus> Connections => _connections?.Invoke() ?? [];

    /// <summary>Points were given to the masters' buffers.</summary>
    internal void Told(int count) => Common.Sent(count);

    /// <summary>A command was answered.</summary>
    internal void Commanded(bool isAccepted)
    {
        Common.Received();
        if (!isAccepted)
            _refused.Add(1);
    }

    /// <summary>A master has gone; its numbers are kept.</summary>
    internal void Gone(Iec104ConnectionStatus status, Iec104CloseReason reason)
    {
        lock (_gate)
        {
            _received += status.ReceivedApdus;
            _sent += status.SentApdus;
            if (status.Group is null)
                _lost += status.LostEvents;
        }

        if (Faults.Contains(reason))
            Common.Discarded.Add(Label(reason));
    }

    /// <summary>A server runs.</summary>
    internal void Follow(Iec104Server server) => (_connections, _groups) = (() => server.Connections, () => server.Groups);

    /// <summary>No server runs any more.</summary>
    internal void Leave()
    {
        lock (_gate)
        {
            _lost += _groups?.Invoke().Sum(static one => one.LostEvents) ?? 0;
            (_connections, _groups) = (null, null);
        }
    }

    private static string Label(Iec104CloseReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}
