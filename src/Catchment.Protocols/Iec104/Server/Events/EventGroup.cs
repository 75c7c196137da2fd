using Catchment.Protocols.Iec104.Asdus;
using Catchment.Protocols.Iec104.Server.Connections;

namespace Catchment.Protocols.Iec104.Server.Events;

/// <summary>A redundancy group at work: what waits for it, and the one connection that sends it.</summary>
/// <param name="name">Its name; null: it is one connection's own.</param>
/// <param name="options">How many may wait.</param>
internal sealed class EventGroup(string? name, Iec104ServerOptions options)
{
    /// <summary>Its name; null: it is one connection's own.</summary>
    public string? Name { get; } = name;

    /// <summary>Guards the members below and the connections of the group.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What waits.</summary>
    public EventBuffer Buffer { get; } = new(options.MaxEvents, options.MaxValues);

    /// <summary>The connection that sends.</summary>
    public ServedConnection? Active { get; set; }

    /// <summary>Whether what is put waits: for a group always, for a connection once it has started.</summary>
    public bool IsCollecting { get; set; } = name is not null;

    /// <summary>How it is; for one that has a name.</summary>
    public Iec104GroupStatus Status
    {
        get
        {
            lock (Gate)
                return new Iec104GroupStatus(Name ?? "", Active?.Peer, Buffer.Count, Buffer.Lost);
        }
    }

    /// <summary>Adds objects, and has them sent.</summary>
    /// <returns>Whether others were lost for them, which nobody was told yet; and the connection they wait for.</returns>
    public (bool HasLost, ServedConnection? Active) Put(int commonAddress, ReadOnlySpan<Iec104Point> points, CauseOfTransmission cause)
    {
        lock (Gate)
        {
            // What comes again by itself does not wait for somebody to connect.
            if (!IsCollecting || (Active is null && cause.IsRepeated()))
                return default;
            var hasLost = false;
            foreach (ref readonly var point in points)
                hasLost |= Buffer.Add(new WaitingObject(point.Type, cause, commonAddress, point.Information));
            Active?.Wake();
            return (hasLost, Active);
        }
    }
}
