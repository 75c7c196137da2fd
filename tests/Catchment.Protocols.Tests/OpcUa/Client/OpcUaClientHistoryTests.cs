using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa.Client;

public sealed class OpcUaClientHistoryTests
{
    private static readonly DateTime Begin = new(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_history_is_read_page_by_page_forward_and_backward()
    {
        await using var scene = ClientScene.Open(o => o with { OperationLimits = new OpcUaOperationLimits { MaxHistoryValuesPerNode = 100, MaxHistoryContinuationPoints = 1 } });
        var node = Add(scene, 1_050);
        await using var client = await scene.ConnectAsync();

        var all = await client.ReadHistoryAsync(node, new OpcUaHistoryRange { Start = Begin, End = Begin.AddDays(1) });
        all.Select(v => v.Value.ToObject()).ShouldBe(Enumerable.Range(0, 1_050).Cast<object>());
        all[7].ShouldBe(new DataValue(new Variant(7), default, Begin.AddSeconds(7), Begin.AddSeconds(7)));
        var last = await client.ReadHistoryAsync(node, new OpcUaHistoryRange { End = Begin.AddDays(1), MaxValues = 250 });
        last.Select(v => v.Value.ToObject()).ShouldBe(Enumerable.Range(800, 250).Reverse().Cast<object>());
        var some = await client.ReadHistoryAsync(node, new OpcUaHistoryRange { Start = Begin.AddSeconds(500), End = Begin, MaxValues = 130, ReturnBounds = true });
        some.Select(v => v.Value.ToObject()).ShouldBe(Enumerable.Range(371, 130).Reverse().Cast<object>());
    }

    [Fact]
    public async Task What_the_server_refuses_is_told()
    {
        await using var scene = ClientScene.Open();
        var recorded = Add(scene, 1);
        var other = scene.Add("other", new Variant(1)).Id;
        await using var client = await scene.ConnectAsync();
        await FailsAsync(other, new OpcUaHistoryRange { Start = Begin, MaxValues = 1 }, StatusCodes.BadHistoryOperationUnsupported);
        await FailsAsync(recorded, new OpcUaHistoryRange { Start = Begin }, StatusCodes.BadHistoryOperationInvalid);
        (await client.ReadHistoryAsync(recorded, new OpcUaHistoryRange { Start = Begin.AddDays(1), MaxValues = 1 })).ShouldBeEmpty();

        async Task FailsAsync(NodeId node, OpcUaHistoryRange range, StatusCode status) =>
            (await Should.ThrowAsync<OpcUaException>(() => client.ReadHistoryAsync(node, range))).Status.ShouldBe(status);
    }

    private static NodeId Add(ClientScene scene, int count)
    {
        var recording = new Recording();
        for (var i = 0; i < count; i++)
            recording.Values.Add(new DataValue(new Variant(i), default, Begin.AddSeconds(i)));
        var node = new MemoryNode("recorded", 6, new DataValue(new Variant(0))) { AccessLevel = AccessLevels.CurrentRead | AccessLevels.HistoryRead, Historizing = true, History = recording };
        scene.Space.Add(node, StandardIds.ObjectsFolder, StandardIds.Organizes);
        return node.Id;
    }
}
