using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Binding;

public sealed class SettingTypesTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_of_setting_is_read()
    {
        var read = Read("""
            truth: on
            maybe: null
            count: 60.0
            big: 0x10
            ratio: 1
            free: -1.5
            name: abc
            note: "yes"
            mode: at_once
            level: Warning
            size: 1.5 MB
            wait: 200 ms
            names: [x, "1"]
            ports: 80
            views: {north: {view: a}, south: {view: b, port: 5}}
            limits: {z: 1, a: 2}
            search: {method: off, depth: 0x3}
            extra: {}
            anything: {a: [1, 2]}
            """);
        read.Truth.ShouldBeTrue();
        read.Maybe.ShouldBeNull();
        (read.Count, read.Big, read.Ratio, read.Free).ShouldBe((60, 16L, 1.0, -1.5));
        (read.Name, read.Note, read.Mode, read.Level).ShouldBe(("abc", "yes", SampleMode.AtOnce, LoggingLevel.Warning));
        (read.Size.Bytes, read.Wait).ShouldBe((1_500_000L, TimeSpan.FromMilliseconds(200)));
        read.Names.ShouldBe(["x", "1"]);
        read.Ports.ShouldBe([80]);
        read.Views.Select(static view => (view.Key, view.Value.View, view.Value.Port)).ShouldBe([("north", "a", 5565), ("south", "b", 5)]);
        read.Limits.Keys.ShouldBe(["z", "a"]);
        (read.Search.Method, read.Search.Depth).ShouldBe((SampleMode.Off, 3));
        read.Extra.ShouldBe(new SampleNestedOptions());
        ((ConfigurationMapping)read.Anything!).Find("a")!.Value.ShouldBeOfType<ConfigurationSequence>();
    }

    [Theory]
    [InlineData("wait: 90", 90_000)]
    [InlineData("wait: 1:30", 90_000)]
    [InlineData("wait: 0.25", 250)]
    [InlineData("wait: 2 min", 120_000)]
    public void A_duration_is_a_number_of_seconds_or_has_a_unit(string text, double milliseconds) =>
        Read(text).Wait.TotalMilliseconds.ShouldBe(milliseconds);

    [Theory]
    [InlineData("truth: 1")]
    [InlineData("truth: \"yes\"")]
    [InlineData("truth:")]
    [InlineData("count: 61")]
    [InlineData("count: 1.5")]
    [InlineData("count: true")]
    [InlineData("count: \"5\"")]
    [InlineData("count: 123456789012345678901234567890")]
    [InlineData("big: .inf")]
    [InlineData("ratio: 1.6")]
    [InlineData("ratio: .nan")]
    [InlineData("ratio: 1e3")]
    [InlineData("name: ABC")]
    [InlineData("name: 5")]
    [InlineData("name: \"abc\\n\"")]
    [InlineData("mode: At_Once")]
    [InlineData("level: LOUD")]
    [InlineData("size: -1")]
    [InlineData("size: 2 GiB")]
    [InlineData("wait: 2 h")]
    [InlineData("wait: -1")]
    [InlineData("names: {a: 1}")]
    [InlineData("names: [null]")]
    [InlineData("ports: [1, 0]")]
    [InlineData("views: {a: {}}")]
    [InlineData("views: [a]")]
    [InlineData("limits: {a: -1}")]
    [InlineData("limits: {a: null}")]
    [InlineData("search: 5")]
    [InlineData("search: {method: null}")]
    public void A_value_that_does_not_fit_is_refused_once(string text)
    {
        var configuration = _folder.Load("catchment.yaml", $"everything: {{{text}}}");
        configuration.Messages.ShouldHaveSingleItem().Severity.ShouldBe(MessageSeverity.Error);
    }

    [Fact]
    public void An_options_type_that_cannot_be_read_is_a_mistake_of_the_program()
    {
        var catalogue = new ConfigurationCatalogue([new SectionDefinition("odd", typeof(OddOptions), "Odd.")], []);
        Should.Throw<ArgumentException>(() => ConfigurationLoader.Load(catalogue, new ConfigurationRequest { WorkingFolder = "/" }));
    }

    private SampleEverythingOptions Read(string text)
    {
        var indented = string.Join("\n  ", text.Split('\n'));
        var configuration = _folder.Load("catchment.yaml", $"everything:\n  {indented}\n");
        configuration.Messages.ShouldBeEmpty();
        return configuration.Section<SampleEverythingOptions>();
    }

    private sealed record OddOptions
    {
        [Setting("odd", Description = "A type that nobody can write.")]
        public Uri? Odd { get; init; }
    }
}
