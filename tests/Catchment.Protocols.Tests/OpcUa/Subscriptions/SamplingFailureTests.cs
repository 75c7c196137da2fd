using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>Nodes whose owners make mistakes.</summary>
public sealed class SamplingFailureTests : IDisposable
{
    private readonly SubscriptionScene _scene = new();
    private readonly uint _id;

    public SamplingFailureTests() => _id = _scene.SubscribeId();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_node_whose_owner_throws_costs_its_own_value_and_is_told_once()
    {
        var node = _scene.Number("a", 1);
        var fine = _scene.Number("b", 1);
        _scene.WatchOne(_id, Item(node.Id, 1));
        _scene.WatchOne(_id, Item(fine.Id, 2));
        _scene.Next();
        node.Set(() => throw new InvalidOperationException("broken"));
        fine.Set(new DataValue(new Variant(2.0)));

        var seen = Notifications(_scene.Next());

        seen.Single(n => n.ClientHandle == 1).Value.Status.ShouldBe(StatusCodes.BadUnexpectedError);
        seen.Single(n => n.ClientHandle == 2).Value.Value.ShouldBe(new Variant(2.0));
        _scene.Cycle(5);
        _scene.Failed.ShouldBe([node.Id]);
        node.Set(new DataValue(new Variant(5.0)));
        _scene.Cycle();
        node.Set(() => throw new InvalidOperationException("broken again"));
        _scene.Cycle();
        _scene.Failed.Count.ShouldBe(2);
    }

    [Fact]
    public void A_value_that_cannot_be_compared_costs_itself_alone()
    {
        var node = _scene.Variable("a", new Variant(new Incomparable()));
        var fine = _scene.Number("b", 1);
        _scene.WatchOne(_id, Item(node.Id, 1));
        _scene.WatchOne(_id, Item(fine.Id, 2));
        _scene.Next();
        node.Set(new DataValue(new Variant(new Incomparable())));
        fine.Set(new DataValue(new Variant(2.0)));

        var seen = Notifications(_scene.Next());

        seen.Single(n => n.ClientHandle == 1).Value.Status.ShouldBe(StatusCodes.BadUnexpectedError);
        seen.Single(n => n.ClientHandle == 2).Value.Value.ShouldBe(new Variant(2.0));
        _scene.Failed.ShouldBe([node.Id]);
        fine.Set(new DataValue(new Variant(3.0)));
        Notifications(_scene.Next()).Single(n => n.ClientHandle == 2).Value.Value.ShouldBe(new Variant(3.0));
    }

    private sealed class Incomparable : IUaStructure
    {
        public uint BinaryEncodingId => 888_888;

        public void Encode(UaWriter writer)
        {
        }

        public override bool Equals(object? obj) => throw new InvalidOperationException("not today");

        public override int GetHashCode() => 0;
    }
}
