using Catchment.Tags.Mappings;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Tags.Tests.Mappings;

/// <summary>Registers of two mappings never overlap.</summary>
public sealed class ModbusOverlapTests
{
    private static readonly string[] Types = ["int16", "uint16", "bool", "int32", "uint32", "float32", "float", "int64", "uint64", "float64", "double", "string", "unknown"];

    [Fact]
    public void A_table_that_took_mappings_has_each_register_once_and_refuses_just_what_would_break_that()
    {
        var mappings = from id in Gen.Choose(0, 12)
                       from address in Gen.Choose(0, 30)
                       from type in Gen.Elements(Types)
                       from length in Gen.Choose(1, 6)
                       select new ModbusMapping { Id = $"{id}", Key = $"k{id}", RegisterAddress = address, DataType = type, Length = length, FunctionCode = 1 + (id % 4) };
        Prop.ForAll(Arb.From(Gen.ListOf(mappings)), wanted =>
        {
            var table = new MappingTable<ModbusMapping>(null);
            foreach (var mapping in wanted)
            {
                var taken = table.All.Where(other => other.Id != mapping.Id).SelectMany(Registers).ToHashSet();
                var mayBe = !Registers(mapping).Any(taken.Contains);
                var before = table.All;
                try
                {
                    table.Set(mapping, others => ModbusForm.Check(mapping, others));
                    mayBe.ShouldBeTrue();
                    table.TryGet(mapping.Id, out var set).ShouldBeTrue();
                    set.ShouldBe(mapping);
                }
                catch (MappingRefusedException)
                {
                    mayBe.ShouldBeFalse();
                    table.All.ShouldBe(before);
                }
            }

            table.All.SelectMany(Registers).ShouldBeUnique();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_conflict_names_the_lowest_other_and_the_address_behind_it()
    {
        ModbusMapping[] others = [Of("b", 13, "double"), Of("a", 10, "float32")];

        Should.Throw<MappingRefusedException>(() => ModbusForm.Check(Of("n", 11, "int64"), others)).Message
            .ShouldBe("Register address conflict: 11-14 overlaps with existing mapping 'key a' at 10-11. Suggested address: 12");
    }

    private static ModbusMapping Of(string id, int address, string type) => new() { Id = id, Key = $"key {id}", RegisterAddress = address, DataType = type };

    /// <summary>Counted here from the table of the specification once more.</summary>
    private static IEnumerable<int> Registers(ModbusMapping mapping)
    {
        var count = mapping.DataType switch
        {
            "string" => mapping.Length,
            "unknown" => 1,
            var type when type.EndsWith("64", StringComparison.Ordinal) || type == "double" => 4,
            var type when type.EndsWith("32", StringComparison.Ordinal) || type == "float" => 2,
            _ => 1,
        };
        return Enumerable.Range(mapping.RegisterAddress, count);
    }
}
