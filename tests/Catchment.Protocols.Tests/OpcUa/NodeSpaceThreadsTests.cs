using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Clients browse and read while nodes come and go.</summary>
public sealed class NodeSpaceThreadsTests
{
    private const int Staying = 50;
    private const int Coming = 200;
    private readonly SampleSpace _sample = new();

    [Fact]
    public async Task Browsing_tells_every_node_that_stays_once_and_in_its_order()
    {
        // Those that stay lie between those that come and go, so that lists grow, have holes and close them.
        for (var i = 0; i < Staying; i++)
        {
            _sample.Add($"go{i}");
            _sample.Add($"stay{i}");
        }

        for (var i = 0; i < Staying; i++)
            _sample.Space.Remove(SampleSpace.Id($"go{i}")).ShouldBeTrue();
        var expected = Enumerable.Range(0, Staying).Select(i => $"stay{i}").ToArray();
        using CancellationTokenSource done = new();
        var browsers = Enumerable.Range(0, 3).Select(max => Task.Run(() => BrowseUntil(max, expected, done.Token))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(() => ComeAndGo(writer, Fuzzing.Rounds(30, 1_000)))));
        await done.CancelAsync();
        var pages = await Task.WhenAll(browsers);
        pages.ShouldAllBe(p => p > 0);
        NodeSpace.ReferencesOf(_sample.Folder).Count(r => r.Type.Id == StandardIds.HasComponent).ShouldBe(Staying);
        NodeSpace.ReferencesOf(_sample.Space.Find(StandardIds.BaseDataVariableType)!).ShouldAllBe(r => r.Target.Space == _sample.Space);
    }

    private void ComeAndGo(int writer, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < Coming; i++)
                _sample.Add($"{writer} {i}").Set(new DataValue(new Variant((double)i)));
            for (var i = 0; i < Coming; i++)
                _sample.Space.Remove(SampleSpace.Id($"{writer} {i}")).ShouldBeTrue();
        }
    }

    private int BrowseUntil(int number, string[] expected, CancellationToken done)
    {
        ServerSession session = new(new NodeId((uint)number + 10, SampleSpace.Own), "browser");
        var browsed = 0;
        do
        {
            List<ReferenceDescription> seen = [];
            var result = _sample.Browser.Browse(session, new BrowseRequest
            {
                RequestedMaxReferencesPerNode = (uint)(number * 7),
                NodesToBrowse = [new BrowseDescription { NodeId = _sample.Folder.Id, BrowseDirection = BrowseDirection.Forward, ReferenceTypeId = StandardIds.HasComponent, ResultMask = BrowseResultMask.All }],
            }).Results[0];
            seen.AddRange(result.References);
            while (result.ContinuationPoint is { } point)
            {
                result = _sample.Browser.BrowseNext(session, new BrowseNextRequest { ContinuationPoints = [point] }).Results[0];
                result.StatusCode.ShouldBe(StatusCodes.Good);
                seen.AddRange(result.References);
            }

            seen.Where(r => r.BrowseName.Name!.StartsWith('s')).Select(r => r.BrowseName.Name).ShouldBe(expected);
            seen.ShouldAllBe(r => r.NodeId.NodeId.NamespaceIndex == SampleSpace.Own && r.ReferenceTypeId == StandardIds.HasComponent);
            var read = _sample.Reader.Read(session, new ReadRequest { NodesToRead = [.. seen.Select(r => new ReadValueId { NodeId = r.NodeId.NodeId, AttributeId = AttributeIds.BrowseName })] }).Results;
            for (var i = 0; i < read.Length; i++)
            {
                if (read[i].Status != StatusCodes.BadNodeIdUnknown || seen[i].BrowseName.Name!.StartsWith('s'))
                    read[i].Value.ShouldBe(new Variant(seen[i].BrowseName));
            }

            browsed++;
        }
        while (!done.IsCancellationRequested);
        return browsed;
    }
}
