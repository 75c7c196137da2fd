namespace Catchment.Tags.Servers.Iec104;

/// <summary>A redundancy group of the IEC 60870-5-104 server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Active">The master that transfers data; null: none does, and events wait.</param>
/// <param name="EventsWaiting">Information objects that wait to be sent.</param>
/// <param name="EventsLost">Information objects that were lost because too many waited.</param>
public sealed record Iec104GroupState(string Name, string? Active, int EventsWaiting, long EventsLost);
