using System.Text.Json;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>Our own table beside the one that was taken from the instrument's sources. Source: telemetry 8.2.</summary>
public sealed class FlatlogTypeTableTests
{
    [Fact]
    public void The_table_is_the_instruments()
    {
        var types = FlatlogVectors.Json("types.json").GetProperty("types").EnumerateArray().ToArray();

        FlatlogTypeTable.BuiltIn.Types.Select(t => (t.Code, t.Name)).ShouldBe(types.Select(t => (t.GetProperty("code").GetUInt16(), t.GetProperty("name").GetString()!)));
        foreach (var expected in types)
        {
            var type = FlatlogTypeTable.BuiltIn.Find(expected.GetProperty("code").GetUInt16())!;
            (type.Message is null).ShouldBe(expected.GetProperty("root_table").ValueKind == JsonValueKind.Null);
            Same(type.Message?.Fields ?? [], expected.GetProperty("fields"), type.Name);
        }
    }

    [Fact]
    public void Further_types_come_before_known_ones()
    {
        var own = new FlatlogType(20050, "own_stage", null);
        var other = new FlatlogType(30000, "other", null);

        var table = FlatlogTypeTable.BuiltIn.With([own, other]);

        table.Find(20050).ShouldBe(own);
        table.Find(30000).ShouldBe(other);
        table.Types.Count.ShouldBe(52);
        FlatlogTypeTable.BuiltIn.Find(20050)!.Name.ShouldBe("telem_stage");
        FlatlogTypeTable.BuiltIn.Find(30000).ShouldBeNull();
    }

    private static void Same(IReadOnlyList<FlatlogField> fields, JsonElement expected, string where)
    {
        fields.Count.ShouldBe(expected.GetArrayLength(), where);
        foreach (var (field, wanted) in fields.Zip(expected.EnumerateArray()))
        {
            var here = $"{where}.{field.Name}";
            field.Index.ShouldBe(wanted.GetProperty("index").GetInt32(), here);
            field.Name.ShouldBe(wanted.GetProperty("name").GetString(), here);
            Name(field.Kind).ShouldBe(wanted.GetProperty("type").GetString(), here);
            field.Default.ShouldBe(wanted.TryGetProperty("default", out var value) ? value.GetRawText() : null, here);
            (field.Element is { } element ? Name(element) : null).ShouldBe(wanted.TryGetProperty("element", out var of) ? of.GetString() : null, here);
            field.Table?.Name.ShouldBe(wanted.GetProperty("table").GetString(), here);
            Same(field.Table?.Fields ?? [], wanted.TryGetProperty("fields", out var inner) ? inner : JsonSerializer.SerializeToElement(Array.Empty<int>()), here);
        }
    }

    private static string Name(FlatlogFieldKind kind) => kind switch
    {
        FlatlogFieldKind.Signed8 => "int8",
        FlatlogFieldKind.Unsigned8 => "uint8",
        FlatlogFieldKind.Signed16 => "int16",
        FlatlogFieldKind.Unsigned16 => "uint16",
        FlatlogFieldKind.Signed32 => "int32",
        FlatlogFieldKind.Unsigned32 => "uint32",
        FlatlogFieldKind.Signed64 => "int64",
        FlatlogFieldKind.Unsigned64 => "uint64",
        FlatlogFieldKind.Real32 => "float32",
        FlatlogFieldKind.Real64 => "float64",
        FlatlogFieldKind.Text => "string",
        FlatlogFieldKind.Vector => "vector",
        FlatlogFieldKind.Table => "table",
        _ => "bool",
    };
}
