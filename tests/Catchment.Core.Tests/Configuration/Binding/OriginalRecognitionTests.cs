using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Binding;

public sealed class OriginalRecognitionTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_image_hubs_own_file_is_read_as_it_is()
    {
        var configuration = _folder.Load("imagehub.yaml", Samples.Text("imagehub.yaml"));
        configuration.Messages.ShouldBeEmpty();
        configuration.Original.ShouldBe(ConfigurationFolder.ImageHub);
        var hub = configuration.Section<SampleHubOptions>();
        (hub.QueueMax, hub.Patience, hub.PrintSettings, hub.MaxImagesWrite).ShouldBe((500, 1, false, 7500));
        hub.DataDirectory.ShouldBe("/home/ops/sentinelcam/imagehub");
    }

    [Fact]
    public void The_data_pumps_own_file_is_read_as_it_is()
    {
        var configuration = _folder.Load("datapump.yaml", Samples.Text("datapump.yaml"));
        configuration.Messages.ShouldBeEmpty();
        configuration.Original.ShouldBe(ConfigurationFolder.DataPump);
        var pump = configuration.Section<SamplePumpOptions>();
        (pump.ControlPort, pump.Camwatcher, pump.FaceFile).ShouldBe((5556, "tcp://127.0.0.1:5566", "/home/ops/sentinelcam/faces/facebeta6.csv"));
        var format = (ConfigurationScalar)Below(pump.LogConfig!, "formatters", "default", "format");
        format.Text.ShouldBe("%(asctime)s %(levelname)s: %(message)s");
        format.Origin.Line.ShouldBe(19);
    }

    [Theory]
    [InlineData("catchment.yaml", "hub: {}", null)]
    [InlineData("other.yaml", "hub: {}", "imagehub.yaml")]
    [InlineData("imagehub.yaml", "hub: {}\nweb: {}", null)]
    [InlineData("imagehub.yaml", "hub: {}\nsomething: {}", "imagehub.yaml")]
    [InlineData("imagehub.yaml", "", "imagehub.yaml")]
    [InlineData("site.yaml", "", null)]
    [InlineData("site.yaml", "hub: {}\ncontrol_port: 1", null)]
    [InlineData("site.yaml", "control_port: 1", "datapump.yaml")]
    public void A_file_belongs_to_the_original_that_has_its_keys(string name, string text, string? original) =>
        _folder.Load(name, text).Original?.FileName.ShouldBe(original);

    [Fact]
    public void Who_starts_by_an_originals_name_has_that_originals_file() =>
        _folder.Load("catchment.yaml", "hub: {}", original: ConfigurationFolder.ImageHub).Original.ShouldBe(ConfigurationFolder.ImageHub);

    [Fact]
    public void Keys_of_two_originals_need_a_clear_name()
    {
        var twin = ConfigurationFolder.DataPump with { FileName = "camwatcher.yaml", TopKeys = ["control_port"] };
        var catalogue = ConfigurationFolder.Catalogue with { Originals = [ConfigurationFolder.DataPump, twin] };
        var path = Path.Combine(_folder.Folder, "site.yaml");
        File.WriteAllText(path, "control_port: 1");
        ConfigurationLoader.Load(catalogue, new ConfigurationRequest { FilePath = path, WorkingFolder = _folder.WorkingFolder })
            .Messages[0].Found.ShouldBe("keys of datapump.yaml and of camwatcher.yaml");
    }

    [Fact]
    public void A_missing_top_key_of_an_original_is_an_error_that_says_so() =>
        ConfigurationFolder.Texts(_folder.Load("imagehub.yaml", "queuemax: 5\n")).ShouldBe([
            "imagehub.yaml:1:1: queuemax: found an unknown key, allowed: hub",
            "imagehub.yaml:1:1: hub: found no key 'hub', allowed: the key 'hub', with the settings below it",
        ]);

    [Fact]
    public void Unknown_keys_are_warnings_where_the_original_ignored_them()
    {
        var configuration = _folder.Load("imagehub.yaml", "hub: {queuemax: 5, colour: red}\n");
        configuration.HasErrors.ShouldBeFalse();
        configuration.Messages.ShouldHaveSingleItem().Key.ShouldBe("hub.colour");
        configuration.Section<SampleHubOptions>().QueueMax.ShouldBe(5);
        _folder.Load("imagehub.yaml", "hub: {}", words: ["hub.colour=red"]).HasErrors.ShouldBeTrue();
    }

    [Fact]
    public void Unknown_keys_are_errors_where_the_original_refused_them() =>
        _folder.Load("datapump.yaml", Samples.Text("datapump.yaml") + "colour: red\n").HasErrors.ShouldBeTrue();

    [Theory]
    [InlineData("control_port=7")]
    [InlineData("pump.control_port=7")]
    public void Words_address_an_originals_file_as_it_is_written_or_with_the_section_in_front(string word)
    {
        var configuration = _folder.Load("datapump.yaml", Samples.Text("datapump.yaml"), words: [word, "logging.level=debug"]);
        configuration.Messages.ShouldBeEmpty();
        configuration.Section<SamplePumpOptions>().ControlPort.ShouldBe(7);
        configuration.Section<LoggingOptions>().Level.ShouldBe(LoggingLevel.Debug);
    }

    [Fact]
    public void Words_may_reach_into_what_is_taken_as_it_is()
    {
        var configuration = _folder.Load("datapump.yaml", Samples.Text("datapump.yaml"), words: ["logconfig.root.level=DEBUG"]);
        configuration.Messages.ShouldBeEmpty();
        var log = configuration.Section<SamplePumpOptions>().LogConfig!;
        ((ConfigurationScalar)Below(log, "root", "level")).Text.ShouldBe("DEBUG");
        ((ConfigurationScalar)Below(log, "version")).Value.ShouldBe(1L);
    }

    private static ConfigurationNode Below(ConfigurationNode node, params string[] path) =>
        path.Aggregate(node, static (above, key) => ((ConfigurationMapping)above).Find(key)!.Value);
}
