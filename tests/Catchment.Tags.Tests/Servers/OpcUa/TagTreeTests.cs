using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;
using Range = Catchment.Protocols.OpcUa.Range;

namespace Catchment.Tags.Tests.Servers.OpcUa;

public sealed class TagTreeTests : IDisposable
{
    private readonly OpcUaGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void Sensor_data_stands_below_objects_in_the_gateways_namespace()
    {
        _gateway.Space.NamespaceUris.ShouldBe(["http://opcfoundation.org/UA/", "urn:test", "http://dataservice.gateway.io"]);
        var folder = _gateway.Find("ns=2;i=1").ShouldBeOfType<ObjectNode>();
        folder.BrowseName.ShouldBe(new QualifiedName("SensorData", 2));
        folder.TypeDefinition!.Id.ShouldBe(StandardIds.FolderType);
        _gateway.Below(StandardIds.ObjectsFolder).ShouldContain("Organizes ns=2;i=1");
    }

    [Fact]
    public void A_mapping_is_a_variable_as_it_says()
    {
        _gateway.Map("temp", "ns=3;i=7", "Float", "CurrentRead", space: 2);

        var node = _gateway.Variable("ns=3;i=7");
        node.BrowseName.ShouldBe(new QualifiedName("temp", 2));
        (node.DisplayName.Text, node.Description.Text).ShouldBe(("temp display", "temp described"));
        (node.DataType, node.ValueRank, node.AccessLevel).ShouldBe((new NodeId(10), -1, AccessLevels.CurrentRead));
        node.TypeDefinition!.Id.ShouldBe(StandardIds.BaseDataVariableType);
        _gateway.Below(TagTree.SensorData).ShouldBe(["HasComponent ns=3;i=7"]);
        _gateway.Space.NamespaceUris[3].ShouldBe("http://dataservice.gateway.io/3");
    }

    [Theory]
    [InlineData("CurrentRead", AccessLevels.CurrentRead)]
    [InlineData("CurrentWrite", AccessLevels.CurrentWrite)]
    [InlineData("CurrentReadOrWrite", AccessLevels.CurrentRead | AccessLevels.CurrentWrite)]
    [InlineData("HistoryRead", AccessLevels.CurrentRead | AccessLevels.HistoryRead)]
    [InlineData("HistoryWrite", AccessLevels.CurrentRead)]
    [InlineData("auto", AccessLevels.CurrentRead)]
    public void Access_is_what_the_word_says(string word, AccessLevels expected)
    {
        _gateway.Map("temp", access: word);

        _gateway.Variable("ns=2;s=temp").AccessLevel.ShouldBe(expected);
    }

    [Fact]
    public void A_key_with_a_colon_is_served_in_the_folder_of_its_device_too()
    {
        _gateway.Map("boiler:temp:1");
        _gateway.Map("boiler:flow");
        _gateway.Map(":odd");

        _gateway.Below(TagTree.SensorData).ShouldBe(["Organizes ns=2;s=boiler", "HasComponent ns=2;s=boiler:temp:1", "HasComponent ns=2;s=boiler:flow", "HasComponent ns=2;s=:odd"]);
        _gateway.Below(OpcUaGateway.Id("ns=2;s=boiler")).ShouldBe(["Organizes ns=2;s=boiler:temp:1", "Organizes ns=2;s=boiler:flow"]);
        var folder = _gateway.Find("ns=2;s=boiler").ShouldBeOfType<ObjectNode>();
        (folder.BrowseName, folder.TypeDefinition!.Id).ShouldBe((new QualifiedName("boiler", 2), StandardIds.FolderType));

        _gateway.Model.OpcUa.Remove("boiler:temp:1");
        _gateway.Below(OpcUaGateway.Id("ns=2;s=boiler")).ShouldBe(["Organizes ns=2;s=boiler:flow"]);
        _gateway.Model.OpcUa.Remove("boiler:flow");
        _gateway.Find("ns=2;s=boiler").ShouldBeNull();
        _gateway.Below(TagTree.SensorData).ShouldBe(["HasComponent ns=2;s=:odd"]);
    }

    [Fact]
    public void A_folder_gives_its_id_up_for_a_mapping()
    {
        _gateway.Map("boiler:temp");
        _gateway.Map("other", "ns=2;s=boiler");

        _gateway.Variable("ns=2;s=boiler").BrowseName.Name.ShouldBe("other");
        _gateway.Below(OpcUaGateway.Id("ns=2;s=boiler/")).ShouldBe(["Organizes ns=2;s=boiler:temp"]);

        _gateway.Map("pump:flow", id: "flow");
        _gateway.Map("pump", id: "pump");
        _gateway.Map("pump/", id: "pump/");
        _gateway.Below(OpcUaGateway.Id("ns=2;s=pump//")).ShouldBe(["Organizes ns=2;s=pump:flow"]);
    }

    [Fact]
    public void A_mapping_that_was_there_first_keeps_its_id_from_the_folder()
    {
        _gateway.Map("x", "ns=2;s=boiler");
        _gateway.Map("boiler:temp");

        _gateway.Variable("ns=2;s=boiler").BrowseName.Name.ShouldBe("x");
        _gateway.Below(OpcUaGateway.Id("ns=2;s=boiler/")).ShouldBe(["Organizes ns=2;s=boiler:temp"]);
    }

    [Fact]
    public void Only_what_changes_is_made_anew()
    {
        _gateway.Map("a");
        _gateway.Map("b");
        var (a, b) = (_gateway.Find("ns=2;s=a"), _gateway.Find("ns=2;s=b"));

        _gateway.Map("b", type: "Int32");
        _gateway.Map("c", "ns=2;i=5");
        _gateway.Map("c", "ns=2;i=6");

        _gateway.Find("ns=2;s=a").ShouldBeSameAs(a);
        _gateway.Find("ns=2;s=b").ShouldNotBeSameAs(b);
        _gateway.Variable("ns=2;s=b").DataType.ShouldBe(new NodeId(6));
        _gateway.Find("ns=2;i=5").ShouldBeNull();
        _gateway.Below(TagTree.SensorData).ShouldBe(["HasComponent ns=2;s=a", "HasComponent ns=2;s=b", "HasComponent ns=2;i=6"]);
    }

    [Fact]
    public void Units_and_limits_are_properties_and_follow_the_registration()
    {
        _gateway.Register("p", units: "°C", limits: new TagLimits(-20, 120, false));
        _gateway.Map("p");
        var node = _gateway.Variable("ns=2;s=p");
        (node.TypeDefinition!.Id, node.EngineeringRange).ShouldBe((StandardIds.AnalogItemType, (-20, 120)));
        Property("p", "EngineeringUnits").ShouldBe(Unit(4408652, "°C"));
        Property("p", "EURange").ShouldBe(new Range { Low = -20, High = 120 });

        _gateway.Register("p", units: "bar");
        _gateway.Tree.Look();
        Property("p", "EngineeringUnits").ShouldBe(Unit(0x424152, "bar"));

        _gateway.Store.Unregister("p");
        _gateway.Register("p", units: "furlongs");
        _gateway.Tree.Look();
        _gateway.Variable("ns=2;s=p").TypeDefinition!.Id.ShouldBe(StandardIds.AnalogUnitType);
        Property("p", "EngineeringUnits").ShouldBe(Unit(-1, "furlongs"));

        _gateway.Store.Unregister("p");
        _gateway.Tree.Look();
        _gateway.Below(OpcUaGateway.Id("ns=2;s=p")).ShouldBeEmpty();
        _gateway.Space.Nodes.ShouldNotContain(static one => one.Id.NamespaceIndex == 1);
    }

    [Fact]
    public void Texts_have_no_units()
    {
        _gateway.Register("p", "string", units: "°C");
        _gateway.Map("p", type: "String");

        _gateway.Below(OpcUaGateway.Id("ns=2;s=p")).ShouldBeEmpty();
    }

    [Fact]
    public void A_mapping_in_the_place_of_another_node_is_told_and_comes_when_it_is_free()
    {
        _gateway.Map("a", "ns=2;i=1");
        _gateway.Map("b", "ns=0;i=2253");
        _gateway.Map("c", "ns=0;i=999999");
        _gateway.Map("d", "ns=9999;i=1");
        _gateway.Map("first", "ns=2;i=5");
        _gateway.Map("second", "ns=2;i=5");

        _gateway.Tree.Refused.ShouldBe(5);
        _gateway.Log.Of(LogLevel.Warning).Count.ShouldBe(5);
        _gateway.Log.Of(LogLevel.Warning)[0].ShouldContain("ns=2;i=1: that node is there already");
        _gateway.Variable("ns=2;i=5").BrowseName.Name.ShouldBe("first");

        _gateway.Model.OpcUa.Remove("first");
        _gateway.Variable("ns=2;i=5").BrowseName.Name.ShouldBe("second");
        _gateway.Tree.Refused.ShouldBe(4);
        _gateway.Model.OpcUa.Remove("a");
        _gateway.Tree.Refused.ShouldBe(3);
        _gateway.Find("ns=2;i=1").ShouldBeOfType<ObjectNode>();
    }

    [Fact]
    public void An_array_is_served_as_a_scalar_and_told()
    {
        _gateway.Map("p", rank: 1);
        _gateway.Map("q", rank: -2);

        (_gateway.Variable("ns=2;s=p").ValueRank, _gateway.Variable("ns=2;s=q").ValueRank).ShouldBe((-1, -2));
        _gateway.Log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("value rank 1");
    }

    [Theory]
    [InlineData("ns=2;i=100")]
    [InlineData("ns=2;s=Some text; with = signs")]
    [InlineData("ns=4;g=00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData("ns=2;b=AQID")]
    public void Every_form_of_node_id_is_served(string node)
    {
        _gateway.Map("p", node);

        _gateway.Variable(node).Id.ToString().ShouldBe(node);
    }

    [Fact]
    public void Mappings_that_were_there_before_have_the_folders_first()
    {
        using var gateway = new OpcUaGateway(isLate: true);
        gateway.Map("plain");
        gateway.Map("d1:a");
        gateway.Map("d2:a", "ns=2;s=d1");
        gateway.Start();

        gateway.Below(TagTree.SensorData).ShouldBe(["Organizes ns=2;s=d2", "HasComponent ns=2;s=plain", "HasComponent ns=2;s=d1:a", "Organizes ns=2;s=d1/", "HasComponent ns=2;s=d1"]);
        gateway.Below(OpcUaGateway.Id("ns=2;s=d1/")).ShouldBe(["Organizes ns=2;s=d1:a"]);
    }

    [Fact]
    public void Ten_thousand_mappings_are_served_and_read()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _gateway.Point($"device{i % 100}:tag{i}", TagValue.Of((double)i));
            _gateway.Map($"device{i % 100}:tag{i}", $"ns=2;i={1000 + i}");
        }

        _gateway.Tree.Count.ShouldBe(10_000);
        for (var i = 0; i < 10_000; i++)
            _gateway.Variable($"ns=2;i={1000 + i}").Read().Value.ShouldBe(new Variant((double)i));
        foreach (var mapping in _gateway.Model.OpcUa.All)
            _gateway.Model.OpcUa.Remove(mapping.Id);
        _gateway.Below(TagTree.SensorData).ShouldBeEmpty();
        _gateway.Tree.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Mappings_that_come_and_go_while_others_read_leave_nothing_behind()
    {
        var count = _gateway.Space.Count;
        var changing = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var key = $"d{i % 3}:t{thread}";
                _gateway.Register(key, units: i % 2 == 0 ? "bar" : "");
                _gateway.Map(key, id: $"m{thread}");
                _gateway.Tree.Look();
                if (i % 5 == 4)
                    _gateway.Model.OpcUa.Remove($"m{thread}");
            }
        })).ToArray();
        var reading = Task.Run(() =>
        {
            while (!changing.All(static one => one.IsCompleted))
            {
                foreach (var node in _gateway.Space.Nodes.OfType<TagVariable>())
                    node.Read().Value.Type.ShouldBe(BuiltInType.Double);
            }
        });
        await Task.WhenAll([.. changing, reading]).WaitAsync(Patience.Limit);

        _gateway.Tree.Count.ShouldBe(0);
        _gateway.Space.Count.ShouldBe(count);
    }

    private static EUInformation Unit(int id, string text) =>
        new() { NamespaceUri = UnitCodes.NamespaceUri, UnitId = id, DisplayName = new LocalizedText(text), Description = new LocalizedText(text) };

    private IUaStructure? Property(string key, string name)
    {
        var node = _gateway.Space.Find(OpcUaGateway.Id($"ns=2;s={key}"))!;
        var property = NodeSpace.ReferencesOf(node).Single(one => one.IsForward && one.Target.BrowseName.Name == name).Target.ShouldBeAssignableTo<VariableNode>()!;
        property.TypeDefinition!.Id.ShouldBe(StandardIds.PropertyType);
        return (property.Read().Value.ToObject() as ExtensionObject)?.Structure;
    }
}
