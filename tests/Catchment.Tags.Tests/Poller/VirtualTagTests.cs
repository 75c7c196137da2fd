using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Poller;

/// <summary>User tags and calculation tags of the polling service. Source: tags 9.1, 9.3, 9.4.</summary>
public sealed class VirtualTagTests
{
    private const string Tags = """
        "user_tags": [{"id": "ut-1", "name": "setpoint_1", "dataType": "Analog", "defaultValue": 42.5, "readWrite": "Read/Write", "description": "Setpoint"},
                      {"id": "ut-2", "name": "mode", "dataType": "Discrete", "defaultValue": 1, "readWrite": "Read Only"}],
        "calculation_tags": [{"id": "ct-3", "name": "later", "formula": "A + 1", "a": "double_sp"}, {"id": "ct-1", "name": "double_sp", "formula": "A*2+B", "a": "setpoint_1", "b": ""},
                             {"id": "ct-2", "name": "bad_calc", "formula": "A/0", "a": "ut-2"}, {"id": "ct-4", "name": "call", "formula": "sqrt(A)"}, {"id": "ct-5", "name": "ring", "formula": "A + 1 if (1) else 0", "a": "calc:ring"}],
        """;

    [Fact]
    public async Task The_document_has_the_form_of_the_original()
    {
        await using var bench = new PollerBench();
        await bench.ApplyAsync("", rest: Tags);
        var captured = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Poller", "Vectors", "captured_all_protocols.json"))).RootElement;

        var document = bench.Document;

        foreach (var path in (string[][])[["USER_TAGS", "ut-1"], ["USER_TAGS", "ut-2"], ["setpoint_1"], ["mode"], ["CALC_TAGS", "ct-1"], ["CALC_TAGS", "ct-2"], ["calc:double_sp"], ["calc:bad_calc"]])
        {
            var (ours, theirs) = (At(document, path), At(captured, path));
            ours.EnumerateObject().Select(member => member.Name).ShouldBe(theirs.EnumerateObject().Select(member => member.Name), string.Join('/', path));
            foreach (var member in (string[])["value", "status"])
                ours.GetProperty(member).ToString().ShouldBe(theirs.GetProperty(member).ToString(), string.Join('/', path));
        }

        static JsonElement At(JsonElement element, string[] path) => path.Aggregate(element, (within, member) => within.GetProperty(member));
    }

    [Theory]
    [InlineData(UnknownKeys.Register)]
    [InlineData(UnknownKeys.Reject)]
    public async Task What_a_user_tag_was_set_to_counts_more_after_a_restart_than_its_default(UnknownKeys unknownKeys)
    {
        await using var bench = new PollerBench(unknownKeys: unknownKeys);
        bench.Store.Register(new PointRegistration { Key = "setpoint_1" });
        bench.Store.Write("setpoint_1", new TagWrite(TagValue.Of(55.0), TagOrigin.Ipc, Quality: TagQuality.Uncertain)); // as a restart leaves it

        await bench.ApplyAsync("", rest: Tags);

        bench.Document.GetProperty("setpoint_1").GetProperty("value").GetDouble().ShouldBe(55);
        (bench.State("setpoint_1").Value, bench.State("setpoint_1").Quality).ShouldBe((TagValue.Of(55.0), TagQuality.Good));
        bench.State("mode").Value.TryGetNumber(out var mode).ShouldBeTrue();
        mode.ShouldBe(1);
    }

    [Fact]
    public async Task Formulas_have_operators_only_use_each_other_in_order_and_keep_their_value_in_error()
    {
        await using var bench = new PollerBench();
        await bench.ApplyAsync("", rest: Tags);

        bench.Entry("CALC_TAGS", "ct-3").GetProperty("value").GetDouble().ShouldBe(86);
        bench.Entry("CALC_TAGS", "ct-4").GetProperty("error").GetString().ShouldBe("'sqrt' is called, but the polling service has no functions");
        bench.Entry("CALC_TAGS", "ct-2").GetProperty("error").GetString()!.ShouldContain("division by zero");
        (bench.State("double_sp").Value, bench.State("setpoint_1").Value, bench.State("mode").Value).ShouldBe((TagValue.Of(85.0), TagValue.Of(42.5), TagValue.Of(1.0)));
        bench.Store.TryGet("bad_calc", out _).ShouldBeFalse();
        var ring = bench.Entry("CALC_TAGS", "ct-5").GetProperty("value").GetDouble();
        bench.Poller.Evaluate();
        bench.Entry("CALC_TAGS", "ct-5").GetProperty("value").GetDouble().ShouldBe(ring + 1);
    }

    [Fact]
    public async Task A_user_tag_takes_what_is_written_to_the_store_and_keeps_it_through_a_reload()
    {
        await using var bench = new PollerBench();
        await bench.ApplyAsync("", rest: Tags);

        bench.Store.Write("setpoint_1", new TagWrite(TagValue.Of(10L), TagOrigin.Http));
        bench.Store.Write("mode", new TagWrite(TagValue.Of(0L), TagOrigin.Http)); // Read Only
        bench.Store.Write("setpoint_1", new TagWrite(TagValue.Of(11L), TagOrigin.Sync)); // comes from where it goes to
        await bench.ApplyAsync("", rest: Tags);
        bench.Poller.Evaluate();

        (bench.Entry("USER_TAGS", "ut-1").GetProperty("value").GetDouble(), bench.Entry("USER_TAGS", "ut-2").GetProperty("value").GetDouble()).ShouldBe((10, 1));
        bench.Entry("CALC_TAGS", "ct-1").GetProperty("value").GetDouble().ShouldBe(20);
        bench.State("mode").Value.ShouldBe(TagValue.Of(1.0));
    }
}
