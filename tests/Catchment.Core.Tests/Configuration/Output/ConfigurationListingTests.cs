using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Output;

public sealed class ConfigurationListingTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_value_is_shown_with_who_has_set_it()
    {
        var settings = new[]
        {
            new EffectiveSetting(["node"], "data1", ConfigurationOrigin.Default),
            new EffectiveSetting(["hub", "queuemax"], "5", ConfigurationOrigin.File("/etc/imagehub.yaml").At(4, 13)),
            new EffectiveSetting(["hub", "listen"], "[a, b]", ConfigurationOrigin.Variable("CATCHMENT__HUB__LISTEN")),
            new EffectiveSetting(["watcher", "nodes", "a: b", "view"], "north", ConfigurationOrigin.Word("watcher.nodes")),
            new EffectiveSetting(["watcher", "nodes", "c", "view"], "\"5\"", ConfigurationOrigin.Default),
        };
        ConfigurationListing.Render(settings).ShouldBe(
            """
            node: data1 # default
            hub:
              queuemax: 5 # imagehub.yaml:4
              listen: [a, b] # environment CATCHMENT__HUB__LISTEN
            watcher:
              nodes:
                "a: b":
                  view: north # command line
                c:
                  view: "5" # default

            """);
    }

    [Fact]
    public void What_is_shown_reads_back_as_the_same_configuration()
    {
        var first = _folder.Load("catchment.yaml", """
            node: data1
            hub: {patience: 1.5, listen: ["tcp://*:5555", "a # b", "", "yes", "2021-01-01", "- x", "tab\there"]}
            everything:
              note: "line\nbreak \"quoted\" \u2028 'x' \\"
              maybe: true
              big: -9223372036854775808
              free: 1.0e+300
              size: 1500
              wait: 0.0001
              views: {north: {view: "null"}, "a: b": {view: c, port: 1}}
              extra: {depth: 1}
              anything: {a: [1, "2", null, 3.5, {b: ~}]}
            """);
        first.Messages.ShouldBeEmpty();
        var shown = ConfigurationListing.Render(first.Effective().Where(static setting => setting.Path[0] is not "pump"));
        var second = _folder.Load("catchment.yaml", shown);
        second.Messages.ShouldBeEmpty();
        second.Effective().Select(static setting => (setting.Key, setting.Value)).ShouldBe(first.Effective().Select(static setting => (setting.Key, setting.Value)));
    }

    [Fact]
    public void All_settings_of_all_sections_are_listed()
    {
        var keys = _folder.LoadNothing().Effective().Select(static setting => setting.Key).ToArray();
        string[] some = ["node", "hub.queuemax", "everything.search.method", "everything.views"];
        some.Except(keys, StringComparer.Ordinal).ShouldBeEmpty();
        keys.Length.ShouldBe(keys.Distinct(StringComparer.Ordinal).Count());
    }
}
