using Catchment.Tags.Http;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>How the IEC 60870-5-104 server is.</summary>
/// <param name="Endpoints">Where it listens, or would.</param>
/// <param name="CommonAddresses">The common addresses that it answers for.</param>
/// <param name="Objects">Information objects that it serves.</param>
/// <param name="ObjectsTold">Information objects that were told to masters without being asked.</param>
/// <param name="EventsLost">Information objects that were lost because too many waited.</param>
/// <param name="Commands">Commands that were answered.</param>
/// <param name="CommandsRefused">Those of them with a negative confirmation.</param>
/// <param name="Discarded">Masters that were not taken, or whose connection was closed for a reason that is theirs.</param>
/// <param name="Groups">Its redundancy groups.</param>
/// <param name="Masters">Its masters.</param>
public sealed record GatewayIec104Item(
    IReadOnlyList<string> Endpoints,
    IReadOnlyList<int> CommonAddresses,
    int Objects,
    long ObjectsTold,
    long EventsLost,
    long Commands,
    long CommandsRefused,
    long Discarded,
    IReadOnlyList<GatewayIec104GroupItem> Groups,
    IReadOnlyList<GatewayIec104MasterItem> Masters)
{
    internal static GatewayIec104Item Of(IIec104Desk desk)
    {
        var status = desk.Status;
        return new GatewayIec104Item(
            status.Endpoints,
            status.CommonAddresses,
            status.Objects,
            status.ObjectsTold,
            status.EventsLost,
            status.Commands,
            status.CommandsRefused,
            status.Discarded,
            [.. status.Groups.Select(GatewayIec104GroupItem.Of)],
            [.. status.Masters.Select(GatewayIec104MasterItem.Of)]);
    }
}
