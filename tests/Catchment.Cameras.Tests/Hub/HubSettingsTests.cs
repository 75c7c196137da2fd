using System.Net;
using Catchment.Cameras.Hub;
using Catchment.Core.Configuration;

namespace Catchment.Cameras.Tests.Hub;

public sealed class HubSettingsTests
{
    [Fact]
    public void With_an_originals_file_the_originals_defaults_hold()
    {
        var settings = Resolve(new HubOptions(), isOriginal: true);

        settings.Listen.Select(e => e.ToString()).ShouldBe(["tcp://0.0.0.0:5555"]);
        settings.ListensAsOriginal.ShouldBeTrue();
        settings.Cap.ShouldBe(5000);
        settings.StoreRaw.ShouldBeFalse();
        settings.DataDirectory.ShouldBe("/home/pi/imagehub_data");
        settings.MayMakeParents.ShouldBeFalse();
    }

    [Fact]
    public void Without_one_the_hub_keeps_to_itself_and_has_no_cap()
    {
        var settings = Resolve(new HubOptions(), isOriginal: false);

        settings.Listen.Select(e => e.ToString()).ShouldBe(["tcp://127.0.0.1:5555"]);
        settings.ListensAsOriginal.ShouldBeFalse();
        settings.Cap.ShouldBeNull();
        settings.StoreRaw.ShouldBeTrue();
        settings.MayMakeParents.ShouldBeTrue();
    }

    [Fact]
    public void What_is_set_holds_in_both()
    {
        var options = new HubOptions { Listen = ["127.0.0.1:7000", "tcp://127.0.0.1:7001"], MaxImagesWrite = 7, DataDirectory = "/srv/hub", Allow = ["10.0.0.7", "192.168.0.0/16"] };
        foreach (var isOriginal in new[] { true, false })
        {
            var settings = Resolve(options, isOriginal);

            settings.Listen.Count.ShouldBe(2);
            settings.ListensAsOriginal.ShouldBeFalse();
            settings.Cap.ShouldBe(7);
            settings.DataDirectory.ShouldBe("/srv/hub");
            settings.StateDirectory.ShouldBe("/srv/hub/.catchment");
            settings.Allow.ShouldBe([IPNetwork.Parse("10.0.0.7/32"), IPNetwork.Parse("192.168.0.0/16")]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whether_raw_pictures_are_stored_may_be_set_in_both(bool storeRaw)
    {
        Resolve(new HubOptions { StoreRaw = storeRaw }, isOriginal: true).StoreRaw.ShouldBe(storeRaw);
        Resolve(new HubOptions { StoreRaw = storeRaw }, isOriginal: false).StoreRaw.ShouldBe(storeRaw);
    }

    [Fact]
    public void A_hub_that_would_take_in_nothing_is_refused()
    {
        HubSettings.Resolve(new HubOptions { Listen = [] }, isOriginal: false, "/srv", out var errors).ShouldBeNull();
        errors.ShouldHaveSingleItem().Key.ShouldBe("hub.listen");

        Resolve(new HubOptions { Listen = [], Subscribe = ["tcp://camera:5567"] }, isOriginal: false).Listen.ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_that_cannot_be_read_is_told_with_what_is_allowed()
    {
        var options = new HubOptions
        {
            Listen = ["nonsense:port"],
            Subscribe = ["tcp://camera:0"],
            Allow = ["300.1.2.3"],
            FreeSpaceLow = ByteSize.FromMebibytes(2),
            FreeSpaceHigh = ByteSize.FromMebibytes(1),
        };

        HubSettings.Resolve(options, false, "/data", out var errors).ShouldBeNull();

        errors.Select(e => e.Key).ShouldBe(["hub.listen", "hub.subscribe", "hub.allow", "hub.free_space_high"]);
        errors.ShouldAllBe(e => e.Allowed.Length > 0);
    }

    private static HubSettings Resolve(HubOptions options, bool isOriginal)
    {
        var settings = HubSettings.Resolve(options, isOriginal, "/home/pi", out var errors);
        errors.ShouldBeEmpty();
        return settings.ShouldNotBeNull();
    }
}
