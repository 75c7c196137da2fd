using Catchment.Tags.Calculation;
using Catchment.Tags.Http;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Calculation;

/// <summary>Calculated tags: registration, order, circles, results and qualities. Source: tags 7.</summary>
public sealed class CalculationEngineTests : IDisposable
{
    private readonly CalculationRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void The_document_has_all_that_the_original_shows()
    {
        _rig.Write("ca", 4);
        _rig.Write("cb", 2.5);
        _rig.Register("cr", "A * B + 1", ("A", "ca"), ("B", "cb"));
        _rig.Document().GetRawText().ShouldBe(
            """{"running":false,"tag_count":1,"update_interval":1.0,"evaluation_order":["cr"],"tags":{"cr":{"value":0.0,"status":"initializing","error":null,"last_update":0,"formula":"A * B \u002B 1","variables":{"A":"ca","B":"cb"}}}}""");

        _rig.Engine.Evaluate();

        _rig.Document("cr").GetRawText().ShouldBe(
            """{"value":11.0,"status":"good","error":null,"last_update":1772366400,"formula":"A * B \u002B 1","variables":{"A":"ca","B":"cb"}}""");
        _rig.State("cr").ShouldBe(new PointState(TagValue.Of(11.0), TagQuality.Good, 1772366400, 1772366400));
    }

    [Fact]
    public void A_chain_is_evaluated_from_its_beginning_whatever_came_first()
    {
        _rig.Write("c0", 2);
        _rig.Register("c2", "A*10", ("A", "c1"));
        _rig.Register("c1", "A+1", ("A", "c0"));

        _rig.Engine.Evaluate();

        (_rig.Value("c1"), _rig.Value("c2")).ShouldBe((3, 30));
        _rig.Order().ShouldBe(["c1", "c2"]);
        _rig.Document().GetProperty("tags").EnumerateObject().Select(t => t.Name).ShouldBe(["c2", "c1"]);
    }

    [Fact]
    public void Tags_that_wait_for_nothing_come_by_name()
    {
        _rig.Register("z", "1");
        _rig.Register("a", "V", ("V", "m"));
        _rig.Register("m", "V", ("V", "z"));
        _rig.Register("b", "1");

        _rig.Order().ShouldBe(["b", "z", "m", "a"]);
    }

    [Fact]
    public void A_point_is_registered_where_there_is_none_and_one_that_is_there_stays_as_it_is()
    {
        _rig.Store.Register(new PointRegistration { Key = "whole", DataType = "int" });
        _rig.Engine.Register(new CalculationRequest("new", "2+3", new Dictionary<string, string>(), 7.5, 1));
        _rig.Register("whole", "2.9");

        _rig.State("new").Value.ShouldBe(TagValue.Of(7.5));
        _rig.Engine.Evaluate();

        _rig.Value("new").ShouldBe(5);
        _rig.State("whole").Value.ShouldBe(TagValue.Of(2L));
        _rig.Store.Unregister("new");
        _rig.Engine.Evaluate();
        _rig.Store.TryGet("new", out var again).ShouldBeTrue();
        again!.Definition.DataType.ShouldBe("float");
    }

    [Fact]
    public void Unassigned_missing_and_other_than_numeric_values_are_0()
    {
        _rig.Write("text", TagValue.Of("abc"));
        _rig.Write("numeric", TagValue.Of(" 12.5 "));
        _rig.Write("yes", TagValue.Of(true));
        _rig.Register("sum", "A+B+C+D+E+5", ("A", ""), ("B", "not_there"), ("C", "text"), ("D", "numeric"), ("E", "yes"));

        _rig.Engine.Evaluate();

        _rig.Value("sum").ShouldBe(18.5);
    }

    [Fact]
    public void A_result_that_equals_the_default_is_good()
    {
        _rig.Register("cd", "0*1");

        _rig.Engine.Evaluate();

        _rig.Document("cd").GetProperty("status").GetString().ShouldBe("good");
    }

    [Theory]
    [InlineData("A/B", "position 2: division by zero")]
    [InlineData("A+", "position 3: a value is missing")]
    [InlineData("A+Z", "position 3: unknown name 'Z'")]
    [InlineData("A*1e308*1e308", "the result is no finite number")]
    public void A_tag_without_a_value_says_why_and_its_point_is_bad_and_keeps_what_it_had(string formula, string reason)
    {
        _rig.Write("a", 7);
        _rig.Write("ce", 3);
        _rig.Register("ce", formula, ("A", "a"), ("B", ""));

        _rig.Engine.Evaluate();

        _rig.Document("ce").GetProperty("status").GetString().ShouldBe("error");
        _rig.Document("ce").GetProperty("error").GetString().ShouldBe(reason);
        _rig.State("ce").ShouldBe(new PointState(TagValue.Of(3.0), TagQuality.Bad, 1772366400, 1772366400));
        _rig.Metrics.Failing.ShouldBe(1);
    }

    [Fact]
    public void An_error_that_goes_away_without_a_new_value_is_good_again()
    {
        _rig.Write("a", 6);
        _rig.Write("b", 2);
        _rig.Register("q", "A/B", ("A", "a"), ("B", "b"));
        _rig.Engine.Evaluate();
        _rig.Write("b", 0);
        _rig.Engine.Evaluate();
        (_rig.State("q").Quality, _rig.Value("q"), _rig.Document("q").GetProperty("value").GetDouble()).ShouldBe((TagQuality.Bad, 3, 3));

        _rig.Write("b", 2);
        _rig.Engine.Evaluate();

        _rig.State("q").Quality.ShouldBe(TagQuality.Good);
        _rig.Document("q").GetProperty("status").GetString().ShouldBe("good");
        _rig.Document("q").GetProperty("error").GetString().ShouldBeNull();
        (_rig.Metrics.Failing, _rig.Metrics.Failures).ShouldBe((0, 1));
    }

    [Theory]
    [InlineData(TagQuality.Good, TagQuality.Good, TagQuality.Good)]
    [InlineData(TagQuality.Good, TagQuality.Uncertain, TagQuality.Uncertain)]
    [InlineData(TagQuality.Bad, TagQuality.Uncertain, TagQuality.Bad)]
    public void A_result_is_at_most_as_good_as_what_it_was_made_of(TagQuality a, TagQuality b, TagQuality expected)
    {
        _rig.Write("a", 1);
        _rig.Write("b", 1);
        _rig.Register("sum", "A+B", ("A", "a"), ("B", "b"));
        _rig.Register("next", "A", ("A", "sum"));
        _rig.Engine.Evaluate();
        var written = _rig.State("sum").Timestamp;
        _rig.Time.Advance(TimeSpan.FromSeconds(5));
        _rig.Write("a", 1, a);
        _rig.Write("b", 1, b);

        _rig.Engine.Evaluate();

        _rig.State("sum").ShouldBe(new PointState(TagValue.Of(2.0), expected, written, written));
        _rig.State("next").Quality.ShouldBe(expected);
        _rig.Document("sum").GetProperty("status").GetString().ShouldBe("good");
    }

    [Fact]
    public void What_is_made_of_a_point_that_is_not_there_is_uncertain()
    {
        _rig.Register("a", "V", ("V", "not_there"));
        _rig.Register("b", "V", ("V", ""));

        _rig.Engine.Evaluate();

        (_rig.State("a").Quality, _rig.State("b").Quality).ShouldBe((TagQuality.Uncertain, TagQuality.Good));
    }

    [Fact]
    public void A_result_is_written_when_it_differs_from_the_last_one()
    {
        _rig.Register("five", "5");
        _rig.Engine.Evaluate();
        _rig.Write("five", 6);
        var writes = _rig.Store.Writes;

        _rig.Engine.Evaluate();

        _rig.Store.Writes.ShouldBe(writes);
        _rig.Value("five").ShouldBe(6);
    }

    [Fact]
    public void A_result_that_stays_is_written_again_before_it_would_be_called_stale()
    {
        using var rig = new CalculationRig(new CalculationSettings { StaleAfter = TimeSpan.FromSeconds(10) });
        rig.Register("five", "5");
        for (var second = 0; second < 60; second++)
        {
            rig.Engine.Evaluate();
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            rig.Store.MarkStale(TimeSpan.FromSeconds(10)).ShouldBe(0);
        }

        rig.Store.Writes.ShouldBe(12);
    }

    [Fact]
    public void A_tag_that_is_registered_again_forgets_what_it_was()
    {
        _rig.Write("a", 1);
        _rig.Write("b", 2);
        _rig.Register("t", "V", ("V", "a"));
        _rig.Engine.Evaluate();
        _rig.Register("t", "V/0", ("V", "b"));

        _rig.Document("t").GetProperty("status").GetString().ShouldBe("initializing");
        (_rig.Engine.RefersTo("a"), _rig.Engine.RefersTo("b"), _rig.Engine.RefersTo("t")).ShouldBe((false, true, true));
        _rig.Engine.Evaluate();
        _rig.Engine.Remove("t").ShouldBeTrue();
        _rig.Engine.Remove("t").ShouldBeFalse();
        (_rig.Engine.RefersTo("b"), _rig.Engine.RefersTo("t")).ShouldBe((false, false));
        _rig.Document().GetRawText().ShouldBe("""{"running":false,"tag_count":0,"update_interval":1.0,"evaluation_order":[],"tags":{}}""");
        _rig.Engine.Evaluate();
        (_rig.Metrics.Failing, _rig.Value("t")).ShouldBe((0, 1));
    }

    [Fact]
    public void Circles_are_evaluated_by_name_after_the_others_and_what_is_behind_them_comes_last()
    {
        _rig.Register("y2", "V+1", ("V", "y1"));
        _rig.Register("a_behind", "V", ("V", "y2"));
        _rig.Register("y1", "V+1", ("V", "y2"));
        _rig.Register("z_before", "1");
        _rig.Register("self", "V+W", ("V", "self"), ("W", "z_before"));

        _rig.Order().ShouldBe(["z_before", "self", "y1", "y2", "a_behind"]);
        _rig.Engine.Evaluate();
        _rig.Engine.Evaluate();

        (_rig.Value("y1"), _rig.Value("y2"), _rig.Value("a_behind"), _rig.Value("self")).ShouldBe((3, 4, 4, 2));
    }

    [Fact]
    public void A_circle_is_refused_where_it_is_not_allowed()
    {
        using var rig = new CalculationRig(new CalculationSettings { Cycles = CalculationCycles.Reject });
        rig.Register("a", "V", ("V", "b"));
        rig.Register("b", "V+W", ("V", "c"), ("W", "x"));
        rig.Register("x", "1");

        Should.Throw<CalculationRefusedException>(() => rig.Register("c", "V", ("V", "a"))).Message.ShouldBe("circular dependency: c -> a -> b -> c");
        Should.Throw<CalculationRefusedException>(() => rig.Register("d", "V", ("V", "d"))).Message.ShouldBe("circular dependency: d -> d");
        rig.Register("c", "1", ("V", "a")); // a variable that the formula does not use is none
        rig.Register("b", "V", ("V", "x"));
        Should.Throw<CalculationRefusedException>(() => rig.Register("x", "V", ("V", "a"))).Message.ShouldBe("circular dependency: x -> a -> b -> x");

        rig.Store.TryGet("d", out _).ShouldBeFalse();
        rig.Order().ShouldBe(["c", "x", "b", "a"]);
        rig.Engine.Evaluate();
        rig.Value("a").ShouldBe(1);
    }

    [Fact]
    public void What_has_no_room_is_refused()
    {
        string[] names = ["", "a\nb", new('n', 1025)];
        foreach (var name in names)
            Should.Throw<CalculationRefusedException>(() => _rig.Register(name, "1")).Message.ShouldBe("name: key must have 1 to 1024 characters and no control characters");
        Should.Throw<CalculationRefusedException>(() => _rig.Register("n", new string('1', 4097))).Message.ShouldBe("formula is longer than 4096 characters");
        Should.Throw<CalculationRefusedException>(() => _rig.Register("n", "1", [.. Enumerable.Range(0, 257).Select(i => ($"v{i}", ""))])).Message.ShouldBe("more than 256 variables");
        Should.Throw<CalculationRefusedException>(() => _rig.Register("n", "1", ("A", new string('k', 1025)))).Message.ShouldBe("variable 'A' or its key is longer than 1024 characters");
        Should.Throw<CalculationRefusedException>(() => _rig.Engine.Register(new CalculationRequest("n", "1", new Dictionary<string, string>(), double.NaN, 1)));
        _rig.Tags.Count.ShouldBe(0);
    }

    [Fact]
    public void A_chain_of_thousands_is_ordered_and_evaluated()
    {
        using var rig = new CalculationRig(new CalculationSettings { Cycles = CalculationCycles.Reject });
        const int Length = 3000;
        for (var i = Length; i > 0; i--)
            rig.Register($"t{i:D5}", "V+1", ("V", $"t{i - 1:D5}"));
        rig.Write("t00000", 1);

        rig.Engine.Evaluate();

        rig.Value($"t{Length:D5}").ShouldBe(1 + Length);
        Should.Throw<CalculationRefusedException>(() => rig.Register("t00000", "V", ("V", $"t{Length:D5}")));
    }

    [Fact]
    public void Any_graph_is_ordered_with_every_tag_after_what_it_reads_and_gives_what_plain_recursion_gives()
    {
        var random = new Random(7);
        for (var round = 0; round < 10; round++)
        {
            using var rig = new CalculationRig();
            var reads = new Dictionary<string, string[]>();
            for (var i = 0; i < 40; i++)
                reads[$"n{i}"] = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(i + 3)).Where(j => j != i && j < 40).Select(j => j < i ? $"n{j}" : $"leaf{j}")];
            foreach (var name in reads.Keys.OrderBy(_ => random.Next()))
                rig.Register(name, string.Join('+', reads[name].Select((_, v) => $"v{v}").Append("1")), [.. reads[name].Select((key, v) => ($"v{v}", key))]);
            var order = rig.Order().ToList();
            foreach (var (name, keys) in reads)
                keys.Where(reads.ContainsKey).ShouldAllBe(key => order.IndexOf(key) < order.IndexOf(name));

            rig.Engine.Evaluate();

            foreach (var name in reads.Keys)
                rig.Value(name).ShouldBe(Sum(name));

            double Sum(string name) => reads.TryGetValue(name, out var keys) ? keys.Sum(Sum) + 1 : 0;
        }
    }
}
