using Catchment.Tags.Servers.Iec104;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>A master of the IEC 60870-5-104 server.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Group">Its redundancy group; left out: it is its own.</param>
/// <param name="IsStarted">Data transfer is started; false: it is stopped.</param>
/// <param name="Since">When it came, in Unix seconds.</param>
/// <param name="ReceivedApdus">APDUs that it has sent.</param>
/// <param name="SentApdus">APDUs sent to it.</param>
/// <param name="EventsSent">Information objects sent to it without being asked.</param>
/// <param name="EventsWaiting">Information objects that wait for it, or for its group.</param>
/// <param name="EventsLost">Information objects that it, or its group, has lost because too many waited.</param>
/// <param name="Interrogations">Its interrogations.</param>
/// <param name="Commands">Its commands.</param>
/// <param name="CommandsRefused">Those of them with a negative confirmation.</param>
public sealed record GatewayIec104MasterItem(
    string Address,
    string? Group,
    bool IsStarted,
    double Since,
    long ReceivedApdus,
    long SentApdus,
    long EventsSent,
    int EventsWaiting,
    long EventsLost,
    long Interrogations,
    long Commands,
    long CommandsRefused)
{
    internal static GatewayIec104MasterItem Of(Iec104Master m) => new(
        m.Address, m.Group, m.IsStarted, m.Since, m.ReceivedApdus, m.SentApdus, m.EventsSent, m.EventsWaiting, m.EventsLost, m.Interrogations, m.Commands, m.CommandsRefused);
}
