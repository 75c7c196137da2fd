using System.Net;

namespace Catchment.Protocols.Iec104.Server;

/// <summary>A redundancy group of a controlled station, as it is at a moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Active">The master whose connection transfers data; null: none does, and events wait.</param>
/// <param name="WaitingEvents">Information objects that wait to be sent.</param>
/// <param name="LostEvents">Information objects that were lost because too many waited.</param>
public sealed record Iec104GroupStatus(string Name, IPEndPoint? Active, int WaitingEvents, long LostEvents);
