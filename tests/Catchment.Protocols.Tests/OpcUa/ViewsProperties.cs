using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>What goes for every space, whatever was added and removed.</summary>
public sealed class ViewsProperties
{
    [Fact]
    public void A_folder_tells_what_was_added_and_not_removed_whatever_the_pages()
    {
        var cases =
            from steps in Gen.Choose(-20, 40).ArrayOf(120)
            from page in Gen.Choose(1, 13)
            select (steps, page);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Fuzzing.Rounds(60, 2_000)), Prop.ForAll(cases.ToArbitrary(), c => Holds(c.steps, (uint)c.page)));
    }

    [Fact]
    public void A_written_part_is_read_back_and_leaves_the_rest()
    {
        SampleSpace sample = new();
        var cases =
            from elements in Gen.Choose(-1_000, 1_000).ArrayOf(20).Where(e => e.Length > 0)
            from low in Gen.Choose(0, elements.Length - 1)
            from high in Gen.Choose(low, elements.Length - 1)
            select (elements, low, high);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Fuzzing.Rounds(300, 20_000)), Prop.ForAll(cases.ToArbitrary(), c => PartHolds(sample, c.elements, c.low, c.high)));
    }

    /// <summary>A number below zero removes the node of its amount if it is there, another adds it if it is not.</summary>
    private static bool Holds(int[] steps, uint page)
    {
        SampleSpace sample = new();
        List<string?> there = [];
        foreach (var step in steps)
        {
            var name = $"{Math.Abs(step)}";
            if (step < 0 && there.Remove(name))
            {
                sample.Space.Remove(SampleSpace.Id(name)).ShouldBeTrue();
            }
            else if (step >= 0 && !there.Contains(name))
            {
                sample.Add(name);
                there.Add(name);
            }
        }

        List<string?> seen = [];
        var result = sample.Browser.Browse(sample.Session, new BrowseRequest
        {
            RequestedMaxReferencesPerNode = page,
            NodesToBrowse = [new BrowseDescription { NodeId = sample.Folder.Id, ReferenceTypeId = StandardIds.HierarchicalReferences, IncludeSubtypes = true, ResultMask = BrowseResultMask.BrowseName }],
        }).Results[0];
        while (true)
        {
            seen.AddRange(result.References.Select(r => r.BrowseName.Name));
            if (result.ContinuationPoint is null)
                break;
            result = sample.Browser.BrowseNext(sample.Session, new BrowseNextRequest { ContinuationPoints = [result.ContinuationPoint] }).Results[0];
        }

        seen.ShouldBe(there);
        return true;
    }

    private static bool PartHolds(SampleSpace sample, int[] elements, int low, int high)
    {
        sample.Space.Remove(SampleSpace.Id("A"));
        var node = sample.Add(new MemoryNode("A", 6, new DataValue(Variant.OfArray(BuiltInType.Int32, elements))) { ValueRank = 1, AccessLevel = AccessLevels.CurrentRead | AccessLevels.CurrentWrite });
        var range = low == high ? $"{low}" : $"{low}:{high}";
        var part = Array.ConvertAll(elements[low..(high + 1)], e => e + 5_000);
        sample.Writer.Write(sample.Session, new WriteRequest
        {
            NodesToWrite = [new WriteValue { NodeId = node.Id, AttributeId = AttributeIds.Value, IndexRange = range, Value = new DataValue(Variant.OfArray(BuiltInType.Int32, part)) }],
        }).Results[0].ShouldBe(StatusCodes.Good);
        node.Written.Value.Elements.ShouldBe(elements.Select((e, i) => i >= low && i <= high ? e + 5_000 : e).ToArray());
        var read = sample.Reader.Read(sample.Session, new ReadRequest { NodesToRead = [new ReadValueId { NodeId = node.Id, AttributeId = AttributeIds.Value, IndexRange = range }] }).Results[0];
        read.Value.Elements.ShouldBe(part);
        return true;
    }
}
