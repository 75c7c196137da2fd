using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server.Views;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class TranslateServiceTests
{
    private readonly SampleSpace _sample = new(new OpcUaOperationLimits { MaxNodesPerTranslateBrowsePathsToNodeIds = 5 });

    [Fact]
    public void A_path_leads_to_its_node()
    {
        var tag = _sample.Add("Tag");
        var result = Translate(StandardIds.RootFolder, Step("Objects", 0), Step("Folder"), Step("Tag"));
        result.StatusCode.ShouldBe(StatusCodes.Good);
        result.Targets.ShouldBe([new BrowsePathTarget { TargetId = tag.Id, RemainingPathIndex = uint.MaxValue }]);
    }

    [Fact]
    public void The_servers_status_is_found_as_clients_look_for_it() =>
        Translate(StandardIds.Server, Step("ServerStatus", 0), Step("CurrentTime", 0)).Targets.ShouldHaveSingleItem().TargetId.ShouldBe(new ExpandedNodeId(new NodeId(2258)));

    [Fact]
    public void A_path_leads_against_the_references_and_by_any_type()
    {
        var tag = _sample.Add("Tag");
        Translate(tag.Id, Step("Folder") with { IsInverse = true }).Targets.ShouldHaveSingleItem().TargetId.ShouldBe(new ExpandedNodeId(_sample.Folder.Id));
        Translate(_sample.Folder.Id, Step("FolderType", 0) with { ReferenceTypeId = default }).Targets.ShouldHaveSingleItem().TargetId.ShouldBe(new ExpandedNodeId(StandardIds.FolderType));
    }

    [Fact]
    public void A_path_may_lead_to_several_nodes()
    {
        _sample.Add("A");
        ValueNode twin = new(SampleSpace.Id("Twin"), SampleSpace.Name("A"), new NodeId(11));
        _sample.Space.Add(twin, _sample.Folder.Id, StandardIds.HasComponent);
        Translate(_sample.Folder.Id, Step("A")).Targets.Select(t => t.TargetId.NodeId).ShouldBe([SampleSpace.Id("A"), twin.Id]);
    }

    [Fact]
    public void A_path_that_does_not_lead_anywhere_is_told()
    {
        _sample.Add("Tag");
        Translate(_sample.Folder.Id, Step("None")).StatusCode.ShouldBe(StatusCodes.BadNoMatch);
        Translate(_sample.Folder.Id, Step("Tag", 0)).StatusCode.ShouldBe(StatusCodes.BadNoMatch);
        Translate(_sample.Folder.Id, Step("Tag") with { IncludeSubtypes = false }).StatusCode.ShouldBe(StatusCodes.BadNoMatch);
        Translate(_sample.Folder.Id, Step("Tag") with { ReferenceTypeId = StandardIds.HasProperty }).StatusCode.ShouldBe(StatusCodes.BadNoMatch);
        Translate(_sample.Folder.Id, Step("Tag") with { ReferenceTypeId = SampleSpace.Id("none") }).StatusCode.ShouldBe(StatusCodes.BadNoMatch);
        Translate(_sample.Folder.Id, Step("Tag"), Step("Tag")).StatusCode.ShouldBe(StatusCodes.BadNoMatch);
        Translate(SampleSpace.Id("none"), Step("Tag")).StatusCode.ShouldBe(StatusCodes.BadNodeIdUnknown);
        Translate(default, Step("Tag")).StatusCode.ShouldBe(StatusCodes.BadNodeIdInvalid);
        Translate(_sample.Folder.Id).StatusCode.ShouldBe(StatusCodes.BadNothingToDo);
        Translate(_sample.Folder.Id, Step("Tag") with { TargetName = default }).StatusCode.ShouldBe(StatusCodes.BadBrowseNameInvalid);
        Translate(_sample.Folder.Id, Step("")).StatusCode.ShouldBe(StatusCodes.BadBrowseNameInvalid);
        Translate(_sample.Folder.Id, [.. Enumerable.Repeat(Step("Tag"), 65)]).StatusCode.ShouldBe(StatusCodes.BadQueryTooComplex);
    }

    [Fact]
    public void A_path_to_very_many_nodes_is_refused()
    {
        for (var i = 0; i < 1_001; i++)
            _sample.Space.Add(new ValueNode(SampleSpace.Id($"{i}"), SampleSpace.Name("Same"), new NodeId(11)), _sample.Folder.Id, StandardIds.HasComponent);
        Translate(_sample.Folder.Id, Step("Same")).StatusCode.ShouldBe(StatusCodes.BadTooManyMatches);
        _sample.Space.Remove(SampleSpace.Id("0")).ShouldBeTrue();
        Translate(_sample.Folder.Id, Step("Same")).Targets.Length.ShouldBe(1_000);
    }

    [Fact]
    public void A_request_that_looks_at_too_much_is_cut_off()
    {
        SampleSpace sample = new();
        for (var i = 0; i < 20_000; i++)
            sample.Add($"T{i}");
        BrowsePath path = new() { StartingNode = sample.Folder.Id, RelativePath = new RelativePath { Elements = [Step("T7")] } };
        var results = sample.Translator.Translate(new TranslateBrowsePathsToNodeIdsRequest { BrowsePaths = [.. Enumerable.Repeat(path, 1_001)] }).Results;
        results[0].StatusCode.ShouldBe(StatusCodes.Good);
        results[^1].StatusCode.ShouldBe(StatusCodes.BadQueryTooComplex);
    }

    [Fact]
    public void What_cannot_be_done_at_all_is_refused()
    {
        SampleSpace.Refused(() => _sample.Translator.Translate(new TranslateBrowsePathsToNodeIdsRequest()), StatusCodes.BadNothingToDo);
        SampleSpace.Refused(
            () => _sample.Translator.Translate(new TranslateBrowsePathsToNodeIdsRequest { BrowsePaths = [.. Enumerable.Repeat(new BrowsePath(), 6)] }),
            StatusCodes.BadTooManyOperations);
    }

    [Fact]
    public void Registered_nodes_keep_their_ids()
    {
        RegisterService service = new(new OpcUaOperationLimits { MaxNodesPerRegisterNodes = 2 });
        NodeId[] ids = [_sample.Folder.Id, SampleSpace.Id("none")];
        service.Register(new RegisterNodesRequest { NodesToRegister = ids }).RegisteredNodeIds.ShouldBe(ids);
        service.Unregister(new UnregisterNodesRequest { NodesToUnregister = ids }).ShouldNotBeNull();
        SampleSpace.Refused(() => service.Register(new RegisterNodesRequest()), StatusCodes.BadNothingToDo);
        SampleSpace.Refused(() => service.Register(new RegisterNodesRequest { NodesToRegister = [.. ids, .. ids] }), StatusCodes.BadTooManyOperations);
        SampleSpace.Refused(() => service.Register(new RegisterNodesRequest { NodesToRegister = [default] }), StatusCodes.BadNodeIdInvalid);
        SampleSpace.Refused(() => service.Unregister(new UnregisterNodesRequest()), StatusCodes.BadNothingToDo);
        SampleSpace.Refused(() => service.Unregister(new UnregisterNodesRequest { NodesToUnregister = [.. ids, .. ids] }), StatusCodes.BadTooManyOperations);
    }

    private static RelativePathElement Step(string name, ushort index = SampleSpace.Own) =>
        new() { ReferenceTypeId = StandardIds.HierarchicalReferences, IncludeSubtypes = true, TargetName = new QualifiedName(name, index) };

    private BrowsePathResult Translate(NodeId start, params RelativePathElement[] steps) =>
        _sample.Translator.Translate(new TranslateBrowsePathsToNodeIdsRequest { BrowsePaths = [new BrowsePath { StartingNode = start, RelativePath = new RelativePath { Elements = steps } }] })
            .Results.ShouldHaveSingleItem();
}
