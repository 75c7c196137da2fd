using Catchment.Tags.Mappings;

namespace Catchment.Tags.Tests.Mappings;

/// <summary>A table of mappings: their order, their places, the keys that they name.</summary>
public sealed class MappingTableTests
{
    [Fact]
    public void Mappings_keep_the_order_in_which_their_ids_came()
    {
        var table = new MappingTable<Iec104Mapping>(null);
        foreach (var id in new[] { "c", "a", "b" })
            table.Set(Object(id, 1 + table.Count));
        table.Set(Object("a", 9));
        table.Remove("c")!.Id.ShouldBe("c");
        table.Set(Object("c", 1));

        table.All.Select(static one => (one.Id, one.Ioa)).ShouldBe([("a", 9), ("b", 3), ("c", 1)]);
        table.Count.ShouldBe(3);
        table.TryGet("gone", out _).ShouldBeFalse();
        table.Remove("gone").ShouldBeNull();
    }

    [Fact]
    public void A_mapping_is_compared_with_those_in_its_place_alone()
    {
        var table = new MappingTable<ModbusMapping>(null);
        for (var i = 0; i < 1000; i++)
            table.Set(Register($"{i}", 4 * i, "double"));

        Compared(Register("new", 8, "int16")).ShouldBe(["2"]);
        Compared(Register("new", 7, "int32")).ShouldBe(["1", "2"]);
        Compared(Register("2", 8, "int32")).ShouldBeEmpty();
        Compared(Register("new", 4000, "string")).ShouldBeEmpty();

        string[] Compared(ModbusMapping mapping)
        {
            table.Beside(mapping).Select(static one => one.Id).Order(StringComparer.Ordinal).ShouldBe(Told(mapping).Order(StringComparer.Ordinal));
            return Told(mapping);
        }

        string[] Told(ModbusMapping mapping)
        {
            string[] told = [];
            Should.Throw<MappingRefusedException>(() => table.Set(mapping, others =>
            {
                told = [.. others.Select(static one => one.Id)];
                throw new MappingRefusedException("only asked");
            }));
            return told;
        }
    }

    [Fact]
    public void A_place_is_free_again_when_its_mapping_goes_elsewhere_or_away()
    {
        var objects = new MappingTable<Iec104Mapping>(null);
        Frees(objects, Object("a", 7), Object("b", 7), Object("a", 8), Iec104Form.Check);
        objects.Set(Object("other station", 7) with { CommonAddress = 2 }, others => Iec104Form.Check(Object("other station", 7) with { CommonAddress = 2 }, others));
        Frees(new MappingTable<SnmpMapping>(null), Named("a", "1.3.6.1.5"), Named("b", "1.3.6.01.5"), Named("a", "1.3.6.1.6"), SnmpForm.Check);
        Frees(new MappingTable<OpcUaMapping>(null), Node("a", "ns=2;i=100"), Node("b", "i=0100"), Node("a", "ns=3;i=100"), OpcUaForm.Check);
        Frees(new MappingTable<ModbusMapping>(null), Register("a", 7, "int32"), Register("b", 8, "int16"), Register("a", 9, "int32"), ModbusForm.Check);
    }

    [Fact]
    public void A_key_is_named_as_long_as_a_mapping_does()
    {
        var table = new MappingTable<Iec104Mapping>(null);
        table.Set(Object("a", 1) with { Key = "twice" });
        table.Set(Object("b", 2) with { Key = "twice" });
        table.Set(Object("b", 2) with { Key = "once" });
        (table.Names("twice"), table.Names("once")).ShouldBe((true, true));
        table.Remove("a");
        (table.Names("twice"), table.Names("once")).ShouldBe((false, true));
    }

    private static void Frees<T>(MappingTable<T> table, T first, T second, T firstElsewhere, Action<T, IEnumerable<T>> check)
        where T : Mapping
    {
        Set(first);
        Should.Throw<MappingRefusedException>(() => Set(second)).Message.ShouldContain(first.Key);
        table.All.ShouldBe([first]);
        Set(firstElsewhere);
        Set(second);
        Should.Throw<MappingRefusedException>(() => Set(first)).Message.ShouldContain(second.Key);
        table.Remove(second.Id);
        Set(first);

        void Set(T mapping) => table.Set(mapping, others => check(mapping, others));
    }

    private static Iec104Mapping Object(string id, int ioa) => new() { Id = id, Key = $"key of {id}", Ioa = ioa };

    private static SnmpMapping Named(string id, string oid) => new() { Id = id, Key = $"key of {id}", Oid = oid };

    private static OpcUaMapping Node(string id, string node) => new() { Id = id, Key = $"key of {id}", NodeId = node, BrowseName = id, DisplayName = id };

    private static ModbusMapping Register(string id, int address, string type) => new() { Id = id, Key = $"key of {id}", RegisterAddress = address, DataType = type };
}
