using Catchment.Tags.Http;
using Catchment.Tags.Servers.Iec104;

namespace Catchment.WebConsole.Tests.Tags;

/// <summary>An IEC 60870-5-104 server with two masters, one of which is of a group.</summary>
internal sealed class StandInIec104 : IIec104Desk
{
    public Iec104Status Status { get; } = new()
    {
        IsRunning = true,
        Endpoints = ["tcp://127.0.0.1:2404"],
        CommonAddresses = [1],
        Objects = 40,
        ReceivedApdus = 900,
        SentApdus = 1_900,
        ObjectsTold = 12_000,
        EventsWaiting = 3,
        EventsLost = 7,
        Commands = 5,
        CommandsRefused = 1,
        Discarded = 2,
        Groups = [new Iec104GroupState("control room", "10.0.0.11:50001", 3, 7)],
        Masters = [Master("10.0.0.11:50001", isStarted: true, "control room"), Master("10.0.0.20:50002", isStarted: false, null)],
    };

    private static Iec104Master Master(string address, bool isStarted, string? group) => new(address, isStarted, 1_700_000_000)
    {
        Group = group,
        ReceivedApdus = 450,
        SentApdus = 950,
        EventsSent = 6_000,
        EventsWaiting = group is null ? 0 : 3,
        EventsLost = group is null ? 0 : 7,
        Interrogations = 2,
        Commands = 5,
        CommandsRefused = 1,
    };
}
