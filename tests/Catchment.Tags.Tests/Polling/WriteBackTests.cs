using Catchment.Tags.Polling;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Tests.Polling;

/// <summary>Values that go back to the polling service, and do not come back from it. Source: tags 8.8.</summary>
public sealed class WriteBackTests
{
    [Fact]
    public async Task What_clients_write_to_user_tags_goes_back_and_nothing_else()
    {
        await using var rig = new PollingRig();
        rig.Peer.User("ut-1", "a", 1);
        rig.Peer.User("ut-2", "b", true, "Digital");
        rig.RunPull();
        await rig.PulledAsync();
        rig.RunWriteBack();

        foreach (var origin in Enum.GetValues<TagOrigin>())
            rig.Write("a", 10 + (int)origin, origin);
        rig.Write("other", 1);
        rig.Write("PLC:a", 1);
        rig.Write("a", TagValue.Of("no number"));
        rig.Write("a", TagValue.Of(5.0), TagOrigin.Ipc, TagQuality.Bad);
        rig.Write("b", TagValue.Of("off"), TagOrigin.Modbus);
        await rig.GivenBackAsync();

        rig.Peer.Users["ut-1"]["value"]!.ToJsonString().ShouldBe($"{10 + (int)TagOrigin.Mqtt}.0");
        rig.Peer.Users["ut-2"]["value"]!.ToJsonString().ShouldBe("false");
        rig.Metrics.Of(PollingTrouble.NoUserTag).ShouldBe(0);
    }

    [Theory]
    [InlineData(TagOrigin.Ipc, true)]
    [InlineData(TagOrigin.Http, true)]
    [InlineData(TagOrigin.Modbus, true)]
    [InlineData(TagOrigin.OpcUa, true)]
    [InlineData(TagOrigin.Iec104, true)]
    [InlineData(TagOrigin.Snmp, true)]
    [InlineData(TagOrigin.Mqtt, true)]
    [InlineData(TagOrigin.Sync, false)]
    [InlineData(TagOrigin.Pull, false)]
    [InlineData(TagOrigin.Poller, false)]
    [InlineData(TagOrigin.Calculation, false)]
    [InlineData(TagOrigin.Simulation, false)]
    public async Task Who_wrote_decides_whether_it_goes_back(TagOrigin origin, bool goesBack)
    {
        await using var rig = new PollingRig(WriteBackMode.All);
        rig.RunWriteBack();

        rig.Write("a", 1, origin);
        rig.Write("mark", 2);

        (await rig.Peer.WrittenAsync()).ShouldBe(goesBack ? "a=1.0" : "mark=2.0");
    }

    [Fact]
    public async Task Off_gives_nothing_back()
    {
        await using var rig = new PollingRig(WriteBackMode.Off);
        rig.RunWriteBack();

        rig.Write("a", 1);

        rig.WriteBack.Pending.ShouldBe(0);
    }

    [Fact]
    public async Task Before_the_first_pull_the_service_decides_what_is_a_user_tag()
    {
        await using var rig = new PollingRig();
        rig.Peer.User("ut-1", "a", 1);
        rig.RunWriteBack();

        rig.Write("unknown", 1);
        rig.Write("a", 7);
        (await rig.Peer.WrittenAsync()).ShouldBe("unknown=1.0");
        (await rig.Peer.WrittenAsync()).ShouldBe("a=7.0");
        await rig.GivenBackAsync();

        rig.Metrics.Of(PollingTrouble.NoUserTag).ShouldBe(1);
        rig.Metrics.WrittenBack.ShouldBe(1);
        rig.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_newest_value_of_each_key_goes_back_when_writes_come_faster()
    {
        await using var rig = new PollingRig(WriteBackMode.All);
        rig.Peer.User("ut-1", "a", 0);
        var hold = rig.Peer.HoldsWrites = PollingPeer.Hold();
        rig.RunWriteBack();
        rig.Write("a", 1);
        (await rig.Peer.WrittenAsync()).ShouldBe("a=1.0");

        for (var value = 2; value <= 100; value++)
            rig.Write("a", value);
        rig.Write("b", 1);
        rig.WriteBack.Pending.ShouldBe(2);
        hold.SetResult();

        (await rig.Peer.WrittenAsync()).ShouldBe("b=1.0");
        (await rig.Peer.WrittenAsync()).ShouldBe("a=100.0");
        rig.Metrics.Superseded.ShouldBe(98);
    }

    [Fact]
    public async Task A_service_that_hangs_costs_a_second_and_the_write_nothing()
    {
        await using var rig = new PollingRig(WriteBackMode.All);
        rig.Peer.HoldsWrites = PollingPeer.Hold();
        rig.RunWriteBack();
        foreach (var key in (string[])["a", "b", "c"])
        {
            rig.Write(key, 1);
            (await rig.Peer.WrittenAsync()).ShouldBe($"{key}=1.0");
            await rig.Time.TimerSetAsync(PollingRig.WriteTimeout);
            rig.Time.Advance(PollingRig.WriteTimeout);
        }

        rig.Peer.HoldsWrites.SetResult();
        rig.Write("d", 1);
        (await rig.Peer.WrittenAsync()).ShouldBe("d=1.0");
        await rig.GivenBackAsync();

        rig.Metrics.Of(PollingTrouble.WriteBack).ShouldBe(3);
        rig.Log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("The value of a could not be given back");
        rig.Log.Of(LogLevel.Information).ShouldHaveSingleItem().ShouldContain("3 could not be given back");
    }

    [Fact]
    public async Task What_waits_at_a_stop_is_counted()
    {
        await using var rig = new PollingRig(WriteBackMode.All);
        rig.Peer.HoldsWrites = PollingPeer.Hold();
        rig.RunWriteBack();
        rig.Write("a", 1);
        rig.Write("b", 1);
        await rig.Peer.WrittenAsync();

        await rig.StopAsync();

        rig.Metrics.Of(PollingTrouble.WriteBack).ShouldBe(2);
        rig.WriteBack.Pending.ShouldBe(0);
    }

    [Fact]
    public async Task A_pull_leaves_a_value_alone_that_is_still_to_go_back()
    {
        await using var rig = new PollingRig(WriteBackMode.All);
        rig.Peer.User("ut-1", "a", 1);
        rig.RunPull();
        await rig.PulledAsync();
        rig.Peer.HoldsWrites = PollingPeer.Hold();
        rig.RunWriteBack();
        rig.Write("a", 2);
        (await rig.Peer.WrittenAsync()).ShouldBe("a=2.0");

        rig.Write("a", 3);
        rig.WriteBack.BeginPull();
        rig.WriteBack.Guards("a").ShouldBeTrue();
        rig.Peer.HoldsWrites.SetResult();
        (await rig.Peer.WrittenAsync()).ShouldBe("a=3.0");
        await rig.GivenBackAsync();

        rig.Value("a").ShouldBe(TagValue.Of(3.0));
        rig.WriteBack.Guards("a").ShouldBeTrue();
        await rig.PullAgainAsync();
        rig.Value("a").ShouldBe(TagValue.Of(3.0));
        rig.WriteBack.Guards("a").ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_from_before_a_write_back_does_not_undo_it()
    {
        await using var rig = new PollingRig(WriteBackMode.All);
        rig.Peer.User("ut-1", "a", 1);
        rig.Peer.User("ut-2", "b", 1);
        rig.RunWriteBack();
        rig.RunPull();
        await rig.PulledAsync();
        while (await rig.Peer.AskedAsync() != "read")
        {
        }

        rig.Peer.User("ut-2", "b", 2);
        var hold = rig.Peer.HoldsReads = PollingPeer.Hold();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await rig.Peer.AskedAsync()).ShouldBe("read"); // its answer, with a = 1, is made by now
        rig.Write("a", 5);
        await rig.GivenBackAsync();
        rig.Peer.HoldsReads = null;
        hold.SetResult();
        await rig.PulledAsync();

        (rig.Value("a"), rig.Value("b")).ShouldBe((TagValue.Of(5.0), TagValue.Of(2.0)));
        await rig.PullAgainAsync();
        rig.Value("a").ShouldBe(TagValue.Of(5.0));
        rig.Metrics.WrittenBack.ShouldBe(1);
    }

    [Fact]
    public async Task Clients_that_write_while_pulls_run_never_see_an_older_value_in_the_end()
    {
        await using var rig = new PollingRig(WriteBackMode.All);
        rig.Peer.User("ut-1", "a", 0);
        rig.RunWriteBack();
        rig.RunPull();
        await rig.PulledAsync();
        var writing = Task.Run(() =>
        {
            for (var value = 1; value <= 2000; value++)
                rig.Write("a", value);
        });
        for (var pull = 0; pull < 20; pull++)
            await rig.PullAgainAsync();
        await writing;
        await rig.GivenBackAsync();

        rig.Value("a").ShouldBe(TagValue.Of(2000.0));
        await rig.PullAgainAsync();
        rig.Value("a").ShouldBe(TagValue.Of(2000.0));
        rig.Peer.Users["ut-1"]["value"]!.ToJsonString().ShouldBe("2000.0");
    }
}
