using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.OpcUa;

/// <summary>Every point without a mapping. Source: tags 6.2 (E).</summary>
public sealed class TagTreeExposedTests : IDisposable
{
    private readonly OpcUaGateway _gateway = new(new OpcUaOptions { ExposeAllKeys = true });

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_key_is_a_node_from_its_registration_on_until_it_is_unregistered()
    {
        _gateway.Point("boiler:count", TagValue.Of(7L), "int");
        await Eventually.TrueAsync(() => _gateway.Find("ns=2;s=boiler:count") is not null, () => _gateway.Time.Advance(TimeSpan.FromSeconds(1)));

        var node = _gateway.Variable("ns=2;s=boiler:count");
        (node.DataType, node.AccessLevel).ShouldBe((new NodeId(6), AccessLevels.CurrentRead | AccessLevels.CurrentWrite));
        node.Read().Value.ShouldBe(new Variant(7));
        _gateway.Below(OpcUaGateway.Id("ns=2;s=boiler")).ShouldBe(["Organizes ns=2;s=boiler:count"]);

        _gateway.Register("boiler:count", "bool");
        _gateway.Tree.Look();
        _gateway.Variable("ns=2;s=boiler:count").DataType.ShouldBe(new NodeId(1));

        _gateway.Store.Unregister("boiler:count");
        _gateway.Tree.Look();
        _gateway.Below(TagTree.SensorData).ShouldBeEmpty();
    }

    [Fact]
    public void A_mapping_goes_before_and_what_it_hid_comes_back()
    {
        foreach (var key in new[] { "a", "b", "b:c" })
            _gateway.Register(key);
        _gateway.Tree.Look();
        _gateway.Tree.Count.ShouldBe(3);

        _gateway.Map("a", "ns=2;s=b", id: "m");
        _gateway.Variable("ns=2;s=b").ShouldBeOfType<TagVariable>().Key.ShouldBe("a");
        _gateway.Find("ns=2;s=a").ShouldBeNull();
        _gateway.Tree.Count.ShouldBe(2);

        _gateway.Model.OpcUa.Remove("m");
        _gateway.Variable("ns=2;s=a").ShouldBeOfType<TagVariable>().Key.ShouldBe("a");
        _gateway.Variable("ns=2;s=b").ShouldBeOfType<TagVariable>().Key.ShouldBe("b");
        _gateway.Below(OpcUaGateway.Id("ns=2;s=b/")).ShouldBe(["Organizes ns=2;s=b:c"]);
    }
}
