using Catchment.Tags.Servers.Iec104;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>A redundancy group of the IEC 60870-5-104 server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Active">The master that transfers data; left out: none does, and events wait.</param>
/// <param name="EventsWaiting">Information objects that wait to be sent.</param>
/// <param name="EventsLost">Information objects that were lost because too many waited.</param>
public sealed record GatewayIec104GroupItem(string Name, string? Active, int EventsWaiting, long EventsLost)
{
    internal static GatewayIec104GroupItem Of(Iec104GroupState g) => new(g.Name, g.Active, g.EventsWaiting, g.EventsLost);
}
