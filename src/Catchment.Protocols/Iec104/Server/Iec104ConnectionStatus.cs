using System.Net;

namespace Catchment.Protocols.Iec104.Server;

/// <summary>A connection of a controlled station, as it is at a moment.</summary>
/// <param name="Peer">The master.</param>
/// <param name="Group">The redundancy group's name; null: it is its own.</param>
/// <param name="IsStarted">Whether data transfer is started.</param>
/// <param name="ReceivedApdus">APDUs received.</param>
/// <param name="SentApdus">APDUs sent.</param>
/// <param name="SentEvents">Information objects sent that were put.</param>
/// <param name="Commands">Commands received, also those that were refused.</param>
/// <param name="Interrogations">Interrogations received, also of counters.</param>
/// <param name="WaitingEvents">Information objects that wait to be sent.</param>
/// <param name="LostEvents">Information objects that were lost because too many waited; of a redundancy group all that it lost.</param>
public sealed record Iec104ConnectionStatus(
    IPEndPoint Peer, string? Group, bool IsStarted, long ReceivedApdus, long SentApdus, long SentEvents, long Commands, long Interrogations, int WaitingEvents, long LostEvents);
