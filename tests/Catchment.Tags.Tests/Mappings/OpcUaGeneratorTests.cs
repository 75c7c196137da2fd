using Catchment.Tags.Mappings;
using Catchment.Tags.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Tags.Tests.Mappings;

/// <summary>Nodes are made by the rules of the table.</summary>
public sealed class OpcUaGeneratorTests
{
    [Theory]
    [InlineData("boiler_Temp", "int", "", "Double")]
    [InlineData("x", "temperature", "", "Double")]
    [InlineData("x", "int", "°F", "Double")]
    [InlineData("x", "bool", "hPa", "Double")]
    [InlineData("airflow", "string", "", "Double")]
    [InlineData("x", "int", "m3/h", "Double")]
    [InlineData("vibration", "int", "", "Double")]
    [InlineData("x", "int", "W", "Double")]
    [InlineData("x", "string", "workers", "Double")]
    [InlineData("motor_power", "bool", "", "Double")]
    [InlineData("x", "Boolean", "", "Boolean")]
    [InlineData("pump_enabled", "float", "", "Boolean")]
    [InlineData("status", "string", "", "Boolean")]
    [InlineData("valve_position", "int", "", "Int16")]
    [InlineData("x", "integer", "%", "Int16")]
    [InlineData("count", "int", "", "Int32")]
    [InlineData("x", "double", "", "Double")]
    [InlineData("label", "str", "", "String")]
    [InlineData("x", "raw", "", "Double")]
    public void The_first_rule_that_fits_gives_the_type(string key, string type, string units, string expected) =>
        OpcUaGenerator.TypeOf(Point(key, type, units)).ShouldBe(expected);

    [Theory]
    [InlineData("motor_temp", "CurrentReadOrWrite", "Both")]
    [InlineData("temp", "CurrentRead", "Both")]
    [InlineData("valve", "CurrentReadOrWrite", "Both")]
    [InlineData("status", "CurrentReadOrWrite", "Server")]
    [InlineData("position", "CurrentReadOrWrite", "Both")]
    [InlineData("other", "CurrentReadOrWrite", "Both")]
    [InlineData("flow", "CurrentRead", "Both")]
    public void Access_and_times_follow_the_words_of_the_key(string key, string access, string times)
    {
        OpcUaGenerator.AccessLevelOf(key).ShouldBe(access);
        OpcUaGenerator.TimestampsOf(key).ShouldBe(times);
    }

    [Fact]
    public void A_type_whose_range_lies_below_the_running_number_is_searched_from_its_first_and_a_full_one_beyond_all()
    {
        var generator = new OpcUaGenerator(new OpcUaGeneration(), []);

        Number(generator, "status").ShouldBe(400u);
        Number(generator, "x", "float").ShouldBe(100u);
        Number(generator, "count", "int").ShouldBe(200u);
        Number(generator, "y", "float").ShouldBe(101u);
        for (var i = 0; i < 98; i++)
            Number(generator, $"z{i}", "float");
        Number(generator, "z", "float").ShouldBe(1000u);
        Number(generator, "zz", "float").ShouldBe(1001u);
    }

    [Fact]
    public void No_two_points_share_a_node_whatever_is_taken()
    {
        var keys = Gen.Elements("temp", "status", "count", "label", "position", "x");
        var cases = from taken in Gen.ListOf(Gen.Choose(0, 1100))
                    from start in Gen.Choose(0, 1200)
                    from isSequential in Gen.Elements(true, false)
                    from words in Gen.ListOf(keys)
                    select (taken, (uint)start, isSequential, words);
        Prop.ForAll(Arb.From(cases), one =>
        {
            var (taken, start, isSequential, words) = one;
            OpcUaMapping[] others = [.. taken.Distinct().Select(static number => new OpcUaMapping { Id = $"{number}", Key = "o", NodeId = $"ns=2;i={number}", BrowseName = "", DisplayName = "" })];
            var generator = new OpcUaGenerator(new OpcUaGeneration { Start = start, IsSequential = isSequential }, others);
            List<string> nodes = [.. others.Select(static other => other.NodeId)];
            for (var i = 0; i < words.Count; i++)
            {
                if (generator.TryMake($"{i}", Point($"{words[i]}{i}", "int", ""), i, out var mapping, out var error))
                    nodes.Add(mapping.NodeId);
                else
                    (isSequential && taken.Contains((int)start + i)).ShouldBeTrue(error);
            }

            nodes.ShouldBeUnique();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_hundred_thousand_points_get_their_nodes()
    {
        var generator = new OpcUaGenerator(new OpcUaGeneration(), []);
        var numbers = Enumerable.Range(0, 100_000).Select(i => Number(generator, $"p{i}", "float")).ToHashSet();

        numbers.Count.ShouldBe(100_000);
    }

    private static uint Number(OpcUaGenerator generator, string key, string type = "bool")
    {
        generator.TryMake(key, Point(key, type, ""), 0, out var mapping, out _).ShouldBeTrue();
        return uint.Parse(mapping!.NodeId["ns=2;i=".Length..]);
    }

    private static PointDefinition Point(string key, string type, string units) => new() { Key = key, Id = Guid.NewGuid(), DataType = type, Units = units };
}
