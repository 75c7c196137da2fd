using System.Net;
using Catchment.Cameras.Events;
using Catchment.Cameras.Pump;
using Catchment.Core.Configuration;

namespace Catchment.Cameras.Tests.Pump;

public sealed class PumpSettingsTests
{
    private static readonly EventFolders WatchersFolders = new("/srv/watcher/csv", "/srv/watcher/images");

    [Fact]
    public void Without_an_originals_file_everything_is_the_watchers_and_the_pump_keeps_to_itself()
    {
        var settings = Resolve(new PumpOptions(), isOriginal: false);

        settings.Listen.Select(e => e.ToString()).ShouldBe(["tcp://127.0.0.1:5556"]);
        settings.ListensAsOriginal.ShouldBeFalse();
        settings.Folders.ShouldBe(WatchersFolders);
        settings.FaceFile.ShouldBe("/srv/watcher/faces/keep.csv");
        settings.FaceFileIsRequired.ShouldBeFalse();
        settings.Watcher.ToString().ShouldBe("tcp://127.0.0.1:5566");
    }

    [Fact]
    public void With_an_originals_file_all_its_keys_have_to_be_there()
    {
        PumpSettings.Resolve(new PumpOptions(), Surroundings(isOriginal: true), out var errors).ShouldBeNull();

        errors.Select(e => e.Key).ShouldBe(
            ["pump.control_port", "pump.camwatcher", "pump.imagefolder", "pump.datafolder", "pump.facefile", "pump.logconfig"]);
    }

    [Fact]
    public void With_an_originals_file_it_listens_as_the_original_did()
    {
        var settings = Resolve(Original(), isOriginal: true);

        settings.Listen.Select(e => e.ToString()).ShouldBe(["tcp://0.0.0.0:6000"]);
        settings.ListensAsOriginal.ShouldBeTrue();
        settings.Folders.ShouldBe(new EventFolders("/data/csv", "/data/images"));
        settings.FaceFile.ShouldBe("/data/faces.csv");
        settings.FaceFileIsRequired.ShouldBeTrue();
    }

    [Fact]
    public void Endpoints_and_networks_that_are_set_hold_in_both()
    {
        foreach (var isOriginal in new[] { true, false })
        {
            var settings = Resolve(Original() with { Listen = ["127.0.0.1:7000", "tcp://[::1]:7001"], Allow = ["10.0.0.7", "192.168.0.0/16"] }, isOriginal);

            settings.Listen.Count.ShouldBe(2);
            settings.ListensAsOriginal.ShouldBeFalse();
            settings.Allow.ShouldBe([IPNetwork.Parse("10.0.0.7/32"), IPNetwork.Parse("192.168.0.0/16")]);
        }
    }

    [Fact]
    public void The_watchers_FaceList_is_taken_when_the_pump_names_none_and_has_to_be_there()
    {
        var settings = PumpSettings.Resolve(new PumpOptions(), Surroundings(isOriginal: false) with { FaceFile = "/srv/faces.csv" }, out _)!;

        settings.FaceFile.ShouldBe("/srv/faces.csv");
        settings.FaceFileIsRequired.ShouldBeTrue();
    }

    [Fact]
    public void Every_text_that_cannot_be_read_is_told_with_what_is_allowed()
    {
        PumpSettings.Resolve(new PumpOptions { Listen = ["nonsense:port"], Allow = ["300.1.2.3"], Camwatcher = "tcp://watcher:0" }, Surroundings(isOriginal: false), out var errors)
            .ShouldBeNull();
        errors.Select(e => e.Key).ShouldBe(["pump.listen", "pump.allow", "pump.camwatcher"]);
        errors.ShouldAllBe(e => e.Allowed.Length > 0);

        PumpSettings.Resolve(new PumpOptions { Listen = [] }, Surroundings(isOriginal: false), out errors).ShouldBeNull();
        errors.ShouldHaveSingleItem().Key.ShouldBe("pump.listen");
    }

    private static PumpOptions Original() => new()
    {
        ControlPort = 6000,
        Camwatcher = "tcp://127.0.0.1:5566",
        DataFolder = "/data/csv",
        ImageFolder = "/data/images",
        FaceFile = "/data/faces.csv",
        LogConfig = ConfigurationScalar.OfText("", ConfigurationOrigin.Default),
    };

    private static PumpSurroundings Surroundings(bool isOriginal) => new(isOriginal, WatchersFolders, null, "tcp://127.0.0.1:5566", "/srv/state");

    private static PumpSettings Resolve(PumpOptions options, bool isOriginal)
    {
        var settings = PumpSettings.Resolve(options, Surroundings(isOriginal), out var errors);
        errors.ShouldBeEmpty();
        return settings.ShouldNotBeNull();
    }
}
