using System.Globalization;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>A master of the IEC 60870-5-104 server: a connection.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="IsStarted">Data transfer is started (STARTDT); false: it is stopped.</param>
/// <param name="Since">When it came, in Unix seconds.</param>
public sealed record Iec104Master(string Address, bool IsStarted, double Since)
{
    /// <summary>Its redundancy group; null: it is its own.</summary>
    public string? Group { get; init; }

    /// <summary>APDUs that it has sent.</summary>
    public required long ReceivedApdus { get; init; }

    /// <summary>APDUs sent to it.</summary>
    public required long SentApdus { get; init; }

    /// <summary>Information objects sent to it spontaneously, periodically or in the background.</summary>
    public required long EventsSent { get; init; }

    /// <summary>Information objects that wait for it, or for its group.</summary>
    public required int EventsWaiting { get; init; }

    /// <summary>Information objects that it, or its group, has lost because too many waited.</summary>
    public required long EventsLost { get; init; }

    /// <summary>Its interrogations, also of counters.</summary>
    public required long Interrogations { get; init; }

    /// <summary>Its commands.</summary>
    public required long Commands { get; init; }

    /// <summary>Those of them with a negative confirmation.</summary>
    public required long CommandsRefused { get; init; }

    /// <summary>A connection as it is.</summary>
    internal static Iec104Master Of(Iec104ConnectionStatus status, (double Since, long Refused) known) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{status.Peer}"), status.IsStarted, known.Since)
        {
            Group = status.Group,
            ReceivedApdus = status.ReceivedApdus,
            SentApdus = status.SentApdus,
            EventsSent = status.SentEvents,
            EventsWaiting = status.WaitingEvents,
            EventsLost = status.LostEvents,
            Interrogations = status.Interrogations,
            Commands = status.Commands,
            CommandsRefused = known.Refused,
        };
}
