using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class BrowseServiceTests
{
    private readonly SampleSpace _sample = new(new OpcUaOperationLimits { MaxNodesPerBrowse = 5, MaxReferencesPerNode = 50, MaxReferencesPerResponse = 120, MaxBrowseContinuationPoints = 2 });

    [Fact]
    public void References_are_told_with_all_that_is_wished()
    {
        var tag = _sample.Add("Tag");
        var result = Browse(new BrowseDescription { NodeId = _sample.Folder.Id, BrowseDirection = BrowseDirection.Both, ResultMask = BrowseResultMask.All });
        result.StatusCode.ShouldBe(StatusCodes.Good);
        result.ContinuationPoint.ShouldBeNull();
        result.References.ShouldBe([
            Told(StandardIds.HasTypeDefinition, true, _sample.Space.Find(StandardIds.FolderType)!, default),
            Told(StandardIds.HasComponent, true, tag, StandardIds.BaseDataVariableType),
            Told(StandardIds.Organizes, false, _sample.Space.Find(StandardIds.ObjectsFolder)!, StandardIds.FolderType),
        ]);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(4u)]
    [InlineData(8u)]
    [InlineData(16u)]
    [InlineData(32u)]
    [InlineData(0u)]
    public void Only_what_is_wished_is_told(uint mask)
    {
        var tag = _sample.Add("Tag");
        var wished = (BrowseResultMask)mask;
        var reference = Browse(Forward(_sample.Folder.Id) with { ResultMask = wished, ReferenceTypeId = StandardIds.HasComponent }).References.ShouldHaveSingleItem();
        reference.NodeId.ShouldBe(new ExpandedNodeId(tag.Id));
        reference.ReferenceTypeId.IsNull.ShouldBe(wished != BrowseResultMask.ReferenceTypeId);
        reference.IsForward.ShouldBe(wished == BrowseResultMask.IsForward);
        reference.NodeClass.ShouldBe(wished == BrowseResultMask.NodeClass ? NodeClass.Variable : NodeClass.Unspecified);
        reference.BrowseName.Name.ShouldBe(wished == BrowseResultMask.BrowseName ? "Tag" : null);
        reference.DisplayName.Text.ShouldBe(wished == BrowseResultMask.DisplayName ? "Tag" : null);
        reference.TypeDefinition.NodeId.IsNull.ShouldBe(wished != BrowseResultMask.TypeDefinition);
    }

    [Fact]
    public void References_are_chosen_by_direction_type_and_class()
    {
        _sample.Add("Tag");
        Names(Forward(_sample.Folder.Id)).ShouldBe(["FolderType", "Tag"]);
        Names(Forward(_sample.Folder.Id) with { BrowseDirection = BrowseDirection.Inverse }).ShouldBe(["Objects"]);
        Names(Forward(_sample.Folder.Id) with { ReferenceTypeId = StandardIds.HierarchicalReferences, IncludeSubtypes = true }).ShouldBe(["Tag"]);
        Names(Forward(_sample.Folder.Id) with { ReferenceTypeId = StandardIds.HierarchicalReferences }).ShouldBeEmpty();
        Names(Forward(_sample.Folder.Id) with { ReferenceTypeId = StandardIds.HasComponent }).ShouldBe(["Tag"]);
        Names(Forward(_sample.Folder.Id) with { ReferenceTypeId = StandardIds.HasProperty, IncludeSubtypes = true }).ShouldBeEmpty();
        Names(Forward(_sample.Folder.Id) with { NodeClassMask = NodeClass.Variable | NodeClass.Method }).ShouldBe(["Tag"]);
        Names(Forward(_sample.Folder.Id) with { NodeClassMask = NodeClass.ObjectType }).ShouldBe(["FolderType"]);
    }

    [Fact]
    public void What_cannot_be_browsed_is_told_for_each_node()
    {
        var results = _sample.Browser.Browse(_sample.Session, new BrowseRequest
        {
            NodesToBrowse =
            [
                Forward(SampleSpace.Id("none")),
                Forward(default),
                Forward(_sample.Folder.Id) with { BrowseDirection = BrowseDirection.Invalid },
                Forward(_sample.Folder.Id) with { ReferenceTypeId = SampleSpace.Id("none") },
                Forward(_sample.Folder.Id) with { ReferenceTypeId = _sample.Folder.Id },
            ],
        }).Results;
        results.Select(r => r.StatusCode).ShouldBe(
            [StatusCodes.BadNodeIdUnknown, StatusCodes.BadNodeIdInvalid, StatusCodes.BadBrowseDirectionInvalid, StatusCodes.BadReferenceTypeIdInvalid, StatusCodes.BadReferenceTypeIdInvalid]);
        results.ShouldAllBe(r => r.References.Length == 0 && r.ContinuationPoint == null);
    }

    [Fact]
    public void What_cannot_be_done_at_all_is_refused()
    {
        SampleSpace.Refused(() => _sample.Browser.Browse(_sample.Session, new BrowseRequest()), StatusCodes.BadNothingToDo);
        SampleSpace.Refused(() => _sample.Browser.Browse(_sample.Session, new BrowseRequest { NodesToBrowse = [.. Enumerable.Repeat(Forward(_sample.Folder.Id), 6)] }), StatusCodes.BadTooManyOperations);
        SampleSpace.Refused(
            () => _sample.Browser.Browse(_sample.Session, new BrowseRequest { View = new ViewDescription { ViewId = _sample.Folder.Id }, NodesToBrowse = [Forward(_sample.Folder.Id)] }),
            StatusCodes.BadViewIdUnknown);
        SampleSpace.Refused(() => _sample.Browser.BrowseNext(_sample.Session, new BrowseNextRequest()), StatusCodes.BadNothingToDo);
        SampleSpace.Refused(() => _sample.Browser.BrowseNext(_sample.Session, new BrowseNextRequest { ContinuationPoints = new byte[6][] }), StatusCodes.BadTooManyOperations);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(3u)]
    [InlineData(10u)]
    [InlineData(0u)]
    public void Pages_follow_each_other_without_a_gap(uint max)
    {
        for (var i = 0; i < 60; i++)
            _sample.Add($"T{i}");
        var description = Forward(_sample.Folder.Id) with { BrowseDirection = BrowseDirection.Both };
        List<string?> seen = [];
        var page = Browse(description, max);
        while (true)
        {
            page.StatusCode.ShouldBe(StatusCodes.Good);
            page.References.Length.ShouldBeLessThanOrEqualTo(max == 0 ? 50 : (int)max);
            seen.AddRange(page.References.Select(r => r.BrowseName.Name));
            if (page.ContinuationPoint is null)
                break;
            page.References.ShouldNotBeEmpty();
            page = Next(page.ContinuationPoint);
        }

        seen.ShouldBe(["FolderType", .. Enumerable.Range(0, 60).Select(i => $"T{i}"), "Objects"]);
        _sample.Session.BrowsePoints.Count.ShouldBe(0);
    }

    [Fact]
    public void A_page_that_ends_with_the_last_reference_is_the_last()
    {
        _sample.Add("Tag");
        var page = Browse(Forward(_sample.Folder.Id), 2);
        page.References.Length.ShouldBe(2);
        page.ContinuationPoint.ShouldBeNull();
    }

    [Fact]
    public void Pages_go_on_where_they_were_when_nodes_come_and_go()
    {
        for (var i = 0; i < 40; i++)
            _sample.Add($"T{i}");
        var page = Browse(Forward(_sample.Folder.Id) with { ReferenceTypeId = StandardIds.HasComponent }, 20);
        for (var i = 0; i < 30; i++)
            _sample.Space.Remove(SampleSpace.Id($"T{i}")).ShouldBeTrue();
        _sample.Add("New");
        Next(page.ContinuationPoint).References.Select(r => r.BrowseName.Name).ShouldBe([.. Enumerable.Range(30, 10).Select(i => $"T{i}"), "New"]);
    }

    [Fact]
    public void A_continuation_point_is_good_once()
    {
        _sample.Add("Tag");
        var point = Browse(Forward(_sample.Folder.Id), 1).ContinuationPoint;
        Next(point).References.ShouldHaveSingleItem();
        Next(point).StatusCode.ShouldBe(StatusCodes.BadContinuationPointInvalid);
        Next(null).StatusCode.ShouldBe(StatusCodes.BadContinuationPointInvalid);
        Next([1, 2, 3]).StatusCode.ShouldBe(StatusCodes.BadContinuationPointInvalid);
        Next(new byte[8]).StatusCode.ShouldBe(StatusCodes.BadContinuationPointInvalid);
    }

    [Fact]
    public void A_continuation_point_is_given_back()
    {
        _sample.Add("Tag");
        var point = Browse(Forward(_sample.Folder.Id), 1).ContinuationPoint;
        var released = _sample.Browser.BrowseNext(_sample.Session, new BrowseNextRequest { ReleaseContinuationPoints = true, ContinuationPoints = [point, point] }).Results;
        released.Select(r => r.StatusCode).ShouldBe([StatusCodes.Good, StatusCodes.BadContinuationPointInvalid]);
        released[0].References.ShouldBeEmpty();
        _sample.Session.BrowsePoints.Count.ShouldBe(0);
    }

    [Fact]
    public void A_request_that_needs_too_many_continuation_points_gets_as_many_as_there_are()
    {
        _sample.Add("Tag");
        var earlier = Browse(Forward(_sample.Folder.Id), 1).ContinuationPoint;
        var results = _sample.Browser.Browse(_sample.Session, new BrowseRequest { RequestedMaxReferencesPerNode = 1, NodesToBrowse = [.. Enumerable.Repeat(Forward(_sample.Folder.Id), 3)] }).Results;
        results.Select(r => r.StatusCode).ShouldBe([StatusCodes.Good, StatusCodes.Good, StatusCodes.BadNoContinuationPoints]);
        results[2].References.ShouldBeEmpty();
        _sample.Session.BrowsePoints.Count.ShouldBe(2);
        Next(earlier).StatusCode.ShouldBe(StatusCodes.BadContinuationPointInvalid);
        Next(results[1].ContinuationPoint).StatusCode.ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void Points_of_one_session_are_nothing_to_another()
    {
        _sample.Add("Tag");
        var point = Browse(Forward(_sample.Folder.Id), 1).ContinuationPoint;
        Catchment.Protocols.OpcUa.Server.ServerSession other = new(new NodeId(2, SampleSpace.Own), "other");
        _sample.Browser.BrowseNext(other, new BrowseNextRequest { ContinuationPoints = [point] }).Results[0].StatusCode.ShouldBe(StatusCodes.BadContinuationPointInvalid);
        Next(point).StatusCode.ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void A_node_that_goes_ends_its_browsing()
    {
        for (var i = 0; i < 3; i++)
            _sample.Add($"T{i}");
        var point = Browse(Forward(_sample.Folder.Id), 1).ContinuationPoint;
        _sample.Space.Remove(_sample.Folder.Id).ShouldBeTrue();
        Next(point).StatusCode.ShouldBe(StatusCodes.BadNodeIdUnknown);
    }

    [Fact]
    public void A_response_holds_no_more_than_it_may()
    {
        for (var i = 0; i < 60; i++)
            _sample.Add($"T{i}");
        var description = Forward(_sample.Folder.Id);
        var results = _sample.Browser.Browse(_sample.Session, new BrowseRequest { NodesToBrowse = [description, description] }).Results;
        results.Sum(r => r.References.Length).ShouldBe(100);
        var further = _sample.Browser.BrowseNext(_sample.Session, new BrowseNextRequest { ContinuationPoints = [.. results.Select(r => r.ContinuationPoint)] }).Results;
        further.Select(r => r.References.Length).ShouldBe([11, 11]);
    }

    private static BrowseDescription Forward(NodeId id) => new() { NodeId = id, BrowseDirection = BrowseDirection.Forward, ResultMask = BrowseResultMask.All };

    private static ReferenceDescription Told(NodeId type, bool isForward, Node target, NodeId definition) => new()
    {
        ReferenceTypeId = type,
        IsForward = isForward,
        NodeId = target.Id,
        BrowseName = target.BrowseName,
        DisplayName = target.DisplayName,
        NodeClass = target.NodeClass,
        TypeDefinition = definition,
    };

    private BrowseResult Browse(BrowseDescription description, uint max = 0) =>
        _sample.Browser.Browse(_sample.Session, new BrowseRequest { RequestedMaxReferencesPerNode = max, NodesToBrowse = [description] }).Results.ShouldHaveSingleItem();

    private BrowseResult Next(byte[]? point) => _sample.Browser.BrowseNext(_sample.Session, new BrowseNextRequest { ContinuationPoints = [point] }).Results.ShouldHaveSingleItem();

    private IEnumerable<string?> Names(BrowseDescription description) => Browse(description).References.Select(r => r.BrowseName.Name);
}
