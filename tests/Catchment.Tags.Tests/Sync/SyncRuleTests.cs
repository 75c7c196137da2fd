using System.Text;
using System.Text.RegularExpressions;
using Catchment.Tags.Sync.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Tags.Tests.Sync;

public sealed class SyncRuleTests
{
    [Theory]
    [InlineData("{match: 'tag=a', scale: {m: 0.1, b: -40}}", "1000", "60.0")]
    [InlineData("{scale: {b: 5}}", "true", "6.0")]
    [InlineData("{clamp: {min: 0, max: 10}}", "-3", "0.0")]
    [InlineData("{clamp: {max: 10}}", "7", "7")]
    [InlineData("{round: 2}", "3.14159", "3.14")]
    [InlineData("{map: {RUN: 1, STOP: 0}}", "\"RUN\"", "1.0")]
    [InlineData("{map: {RUN: 1, STOP: 0}, type: int}", "\"RUN\"", "1")]
    [InlineData("{type: bool}", "\"off\"", "false")]
    [InlineData("{type: string}", "1.5", "\"1.5\"")]
    [InlineData("{type: float}", "\" 2.5 \"", "2.5")]
    [InlineData("{validate: {min: 0, max: 10, otherwise: clamp}}", "99", "10.0")]
    [InlineData("{match: [device=x, tag=y], scale: {m: 2}}", "1", "1")]
    public async Task A_rule_converts(string rule, string polled, string written)
    {
        await using var bench = await WithRules($"rules: [{rule}]");
        bench.Polling.Show("d", ("a", polled));
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:a", written)]);
    }

    [Theory]
    [InlineData("{validate: {type: number}}", "\"x\"", "type")]
    [InlineData("{validate: {type: text}}", "1", "type")]
    [InlineData("{validate: {type: int}}", "1.5", "type")]
    [InlineData("{validate: {min: 5}}", "4", "range")]
    [InlineData("{validate: {max: 5}}", "6", "range")]
    [InlineData("{scale: {m: 2}}", "\"x\"", "rule_error")]
    [InlineData("{scale: {m: 1.0e+308}}", "1e300", "rule_error")]
    [InlineData("{type: int}", "[1]", "rule_error")]
    [InlineData("{rename: {pattern: '^.*$', to: \"a\\tb\"}}", "1", "invalid_key")]
    public async Task What_a_rule_does_not_let_through_costs_its_tag_alone_and_is_counted_and_listed(string rule, string polled, string reason)
    {
        await using var bench = await WithRules($"rules: [{{match: tag=b, last: true}}, {rule}]");
        bench.Polling.Show("d", ("a", polled), ("b", polled));
        await bench.CycleAsync();
        await bench.CycleAsync();
        bench.Gateway.Pairs.Select(p => p.Key).ShouldBe(["d:b"]);
        bench.Stats.Rejected[reason].ShouldBe(2);
        bench.Stats.Errors.Single().Message.ShouldStartWith("Rejected ");
        bench.Stats.Errors.Single().Message.ShouldEndWith(reason);
    }

    [Theory]
    [InlineData("rename: '{device}/{id}'", "PLC_1/tag-7")]
    [InlineData("rename: {pattern: '^PLC_(\\d+):(.*)$', to: 'plc$1_$2'}", "plc1_flow")]
    [InlineData("rename: 'x_{key}'", "x_PLC_1:flow")]
    public async Task A_rule_renames(string rule, string key)
    {
        await using var bench = await WithRules($"rules:\n- {rule}");
        bench.Polling.Text = """{"PLC_1":{"tag-7":{"value":1,"status":"ok","tag_name":"flow"}}}""";
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([(key, "1")]);
    }

    [Fact]
    public async Task An_expression_that_takes_too_long_costs_its_tag()
    {
        await using var bench = await WithRules("rules:\n- match: tag=aaa*\n  rename: {pattern: '^.*:(a+)+$', to: x}");
        bench.Polling.Show("d", (new string('a', 40) + "!", "1"), ("b", "2"));
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:b", "2")]);
        bench.Stats.Rejected["rule_error"].ShouldBe(1);
    }

    [Fact]
    public async Task A_number_that_changes_too_fast_is_rejected_until_it_could_have_come_there()
    {
        await using var bench = await WithRules("rules:\n- validate: {rate: 10}");
        foreach (var value in new[] { 0, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100 })
        {
            bench.Polling.Show("d", ("a", $"{value}"));
            await bench.CycleAsync();
        }

        bench.Gateway.Pairs.Select(p => p.Value).ShouldBe(["0", "100"]);
        bench.Stats.Rejected["rate"].ShouldBe(9);
    }

    [Fact]
    public async Task A_number_that_changes_too_fast_can_follow_as_fast_as_it_may()
    {
        await using var bench = await WithRules("rules:\n- validate: {rate: 40, otherwise: clamp}");
        foreach (var value in new[] { 0, 100, 100, 100, 100 })
        {
            bench.Polling.Show("d", ("a", $"{value}"));
            await bench.CycleAsync();
        }

        bench.Gateway.Pairs.Select(p => p.Value).ShouldBe(["0", "40.0", "80.0", "100"]);
        bench.Stats.Clamped.ShouldBe(2);
    }

    [Fact]
    public async Task Small_changes_are_not_written_where_a_deadband_says_so()
    {
        await using var bench = await WithRules("rules:\n- match: tag=b\n  deadband: 5", s => s with { Deadband = [new("tag=a", 1)], Refresh = TimeSpan.FromSeconds(100) });
        foreach (var value in new[] { 10.0, 10.5, 10.9, 11.0, 12.5, 15.0 })
        {
            bench.Polling.Show("d", ("a", $"{value}"), ("b", $"{value}"), ("c", $"{value}"));
            await bench.CycleAsync();
        }

        string[] Of(string key) => [.. bench.Gateway.Pairs.Where(p => p.Key == key).Select(p => p.Value)];
        Of("d:a").ShouldBe(["10", "11", "12.5", "15"]);
        Of("d:b").ShouldBe(["10", "15"]);
        Of("d:c").Length.ShouldBe(6);
    }

    [Fact]
    public async Task A_point_with_a_unit_is_registered_before_its_first_value()
    {
        await using var bench = await WithRules("rules:\n- match: tag=a\n  units: '°C'\n  type: float");
        bench.Polling.Show("d", ("a", "1"), ("b", "2"));
        await bench.CycleAsync();
        await bench.CycleAsync();
        var point = bench.Gateway.Registered.Single();
        ((string)point["key"]!, (string)point["data_type"]!, (string)point["units"]!).ShouldBe(("d:a", "float", "°C"));
    }

    [Theory]
    [InlineData("rule: []", "rule")]
    [InlineData("rules: 5", "list")]
    [InlineData("rules: [{macth: x}]", "macth")]
    [InlineData("rules: [{scale: 5}]", "scale")]
    [InlineData("rules: [{scale: {m: fast}}]", "m")]
    [InlineData("rules: [{round: -1}]", "0 to 15")]
    [InlineData("rules: [{type: double}]", "float")]
    [InlineData("rules: [{clamp: {min: 2, max: 1}}]", "min")]
    [InlineData("rules: [{rename: plain}]", "{device}")]
    [InlineData("rules: [{rename: {pattern: '(', to: x}}]", "expression")]
    [InlineData("rules: [{rename: {pattern: x}}]", "to")]
    [InlineData("rules: [{deadband: .nan}]", "number")]
    [InlineData("rules: [{match: 'tag='}]", "pattern")]
    [InlineData("rules: [", "syntax")]
    public void A_file_that_cannot_be_used_is_told_with_its_place(string yaml, string word)
    {
        var error = Should.Throw<RuleFileException>(() => RuleFile.Read(Encoding.UTF8.GetBytes(yaml), "rules.yaml"));
        error.Message.ShouldContain("rules.yaml");
        error.Message.ShouldContain(word);
    }

    [Fact]
    public void A_glob_is_what_a_regular_expression_says() => Prop.ForAll(
        Gen.Elements('a', 'b', '*', '?').ListOf().ToArbitrary(),
        Gen.Elements('a', 'b').ListOf().ToArbitrary(),
        (pattern, text) =>
        {
            var (glob, word) = (new string([.. pattern]), new string([.. text]));
            var regex = $"^{string.Concat(glob.Select(c => c == '*' ? ".*" : c == '?' ? "." : $"{c}"))}$";
            return Glob.IsMatch(glob, word) == Regex.IsMatch(word, regex, RegexOptions.None, Patience.Limit);
        }).QuickCheckThrowOnFailure();

    private static Task<SyncBench> WithRules(string yaml, Func<Catchment.Tags.Sync.SyncSettings, Catchment.Tags.Sync.SyncSettings>? change = null) => SyncBench.StartAsync(settings =>
    {
        var file = Path.Combine(Path.GetDirectoryName(settings.SocketPath)!, "rules.yaml");
        File.WriteAllText(file, yaml);
        return (change?.Invoke(settings) ?? settings) with { Rules = file };
    });
}
