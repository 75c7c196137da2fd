using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Catchment.Tags.Polling;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Tests.Polling;

/// <summary>Virtual tags of a polling service in the store. Source: tags 8.7, 9.3.</summary>
public sealed class VirtualTagPullTests
{
    [Fact]
    public async Task User_tags_are_registered_and_written_with_what_the_service_says_of_them()
    {
        await using var rig = new PollingRig();
        rig.Peer.User("ut-1", "setpoint", 42.5, units: "°C");
        rig.Peer.User("ut-2", "switch", true, "Digital");
        rig.Peer.User("ut-3", "valve", 0, "Discrete");
        rig.Peer.User("added", null, "text", null);
        rig.Peer.User("ut-4", "whole", 7, "int", status: "initializing");
        rig.Peer.User("ut-5", "nothing", null);
        rig.Peer.User("ut-6", "list", new JsonArray(1, 2), "Other");
        rig.Peer.Calculated["ct-1"] = new JsonObject { ["value"] = 3.5, ["status"] = "good", ["tag_name"] = "sum", ["formula"] = "A+B" };
        rig.Peer.Calculated["ct-2"] = new JsonObject { ["value"] = 3.5, ["status"] = "good", ["tag_name"] = "here" };
        rig.Peer.Calculated["ct-3"] = new JsonObject { ["value"] = 9, ["status"] = "error", ["tag_name"] = "kept" };
        rig.Write("valve", 1, TagOrigin.Sync); // registered by a write only

        rig.RunPull();
        await rig.PulledAsync();

        rig.Point("setpoint").Definition.ShouldSatisfyAllConditions(
            d => d.DataType.ShouldBe("float"), d => d.Units.ShouldBe("°C"), d => d.Default.ShouldBe(TagValue.Of(42.5)), d => d.IsAutomatic.ShouldBeFalse(), d => d.Address.ShouldNotBeNull());
        string[] keys = ["setpoint", "switch", "valve", "added", "whole", "nothing", "list", "sum", "kept"];
        keys.Select(key => $"{key} {rig.Point(key).Definition.DataType} {rig.Value(key)} {rig.Point(key).Read().Quality}").ShouldBe(
        [
            "setpoint float 42.5 Good", "switch bool True Good", "valve bool False Good", "added string text Good", "whole int 7 Uncertain", "nothing float 0 Good", "list raw [1,2] Good",
            "sum float 3.5 Good", "kept float 9.0 Uncertain",
        ]);
        rig.Store.TryGet("here", out _).ShouldBeFalse();
        rig.Metrics.Pulls.ShouldBe(1);
        rig.Metrics.Pulled.ShouldBe(8);
    }

    [Fact]
    public async Task Each_second_new_values_and_new_tags_come()
    {
        await using var rig = new PollingRig();
        rig.Peer.User("ut-1", "a", 1);
        rig.RunPull();
        await rig.PulledAsync();
        rig.Peer.User("ut-1", "a", 2);
        rig.Peer.User("ut-2", "b", 3);

        await rig.PullAgainAsync();

        (rig.Value("a"), rig.Value("b")).ShouldBe((TagValue.Of(2.0), TagValue.Of(3.0)));
        rig.Point("a").Definition.Default.ShouldBe(TagValue.Of(1L));
    }

    [Fact]
    public async Task While_nobody_answers_it_tries_for_ever_with_longer_pauses_and_tells_once()
    {
        await using var rig = new PollingRig();
        rig.Peer.User("ut-1", "a", 1);
        rig.Peer.Instead = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        rig.RunPull();
        foreach (var pause in (double[])[2, 4, 8, 16, 30, 30])
        {
            await rig.PulledAsync(pause);
            rig.Time.Advance(TimeSpan.FromSeconds(pause));
        }

        await rig.PulledAsync(30);
        rig.Metrics.Of(PollingTrouble.Pull).ShouldBe(7);
        rig.Log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("it answered 503 ServiceUnavailable");
        rig.Peer.Instead = null;
        rig.Time.Advance(TimeSpan.FromSeconds(30));
        await rig.PulledAsync();

        rig.Value("a").ShouldBe(TagValue.Of(1.0));
        rig.Log.Of(LogLevel.Information).ShouldHaveSingleItem().ShouldContain("7 tries failed before");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_away()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var rig = new PollingRig(url: new Uri($"http://127.0.0.1:{port}"));

        rig.RunPull();
        await rig.PulledAsync(2);

        rig.Log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("gateway.polling.base_url");
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_is_away()
    {
        await using var rig = new PollingRig();
        rig.Peer.HoldsReads = PollingPeer.Hold();
        rig.RunPull();
        await rig.Peer.AskedAsync();
        await rig.Time.TimerSetAsync(rig.Settings.PullTimeout);
        rig.Time.Advance(rig.Settings.PullTimeout);

        (await rig.Peer.AskedAsync()).ShouldBe("read"); // the pause is over by then
        rig.Log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("it did not answer within 5 s");
    }

    [Theory]
    [InlineData("[]", "its answer has no user_tags")]
    [InlineData("{\"user_tags\":[]}", "its answer has no user_tags")]
    [InlineData("{\"user_tags\":", "its answer is no JSON")]
    [InlineData("{\"user_tags\":{\"a\":{\"value\":NaN}}}", "its answer is no JSON")]
    [InlineData("redirect", "it answered 302")]
    [InlineData("long", "Cannot write more bytes to the buffer than the configured maximum buffer size: 1000")]
    public async Task An_answer_that_is_none_is_refused(string answer, string why)
    {
        await using var rig = new PollingRig(maxAnswerBytes: 1000);
        rig.Peer.Instead = async context =>
        {
            context.Response.StatusCode = answer == "redirect" ? 302 : 200;
            context.Response.Headers.Location = rig.Peer.Url.AbsoluteUri;
            await context.Response.WriteAsync(answer == "long" ? new string(' ', 1_000_000) : answer, context.RequestAborted);
            return true;
        };

        rig.RunPull();
        await rig.PulledAsync(2);

        rig.Log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain(why);
    }

    [Fact]
    public async Task Entries_that_cannot_be_taken_cost_themselves_only_and_are_counted()
    {
        await using var rig = new PollingRig(storeSettings: new TagStoreSettings { MaxPoints = 2 });
        rig.Peer.Instead = async context =>
        {
            await context.Response.WriteAsync(
                """{"user_tags":{"a":{"value":1},"\ud800":{"value":1},"b":{"value":"\ud800"},"c":5,"bad\nkey":{"value":1},"d":{"value":2},"e":{"value":3}}}""", context.RequestAborted);
            return true;
        };

        rig.RunPull();
        await rig.PulledAsync();

        rig.Store.Points.Select(p => $"{p.Key}={p.Read().Value}").ShouldBe(["a=1.0", "d=2.0"]);
        rig.Metrics.Of(PollingTrouble.Entry).ShouldBe(3 + 2 + 2); // not understood, not registered, not written
        await rig.PullAgainAsync();
        rig.Log.Of(LogLevel.Warning).Count(line => line.Contains("could not be understood", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Any_bytes_are_virtual_tags_or_refused()
    {
        const string Whole =
            """{"ok":true,"user_tags_count":1,"calc_tags_count":0,"user_tags":{"ut-1":{"value":42.5,"status":"good","error":null,"timestamp":1795228094.1,"tag_name":"setpoint","data_type":"Analog","units":"\u00b0C"},"x":{"value":[{"a":1e400}]}},"calc_tags":{"c":{"value":"t"}}}""";
        var random = new Random(11);
        var (read, refused) = (0, 0);
        var rounds = Fuzzing.Rounds(5_000, 1_000_000);
        for (var round = rounds; round > 0; round--)
        {
            var bytes = Encoding.UTF8.GetBytes(Whole);
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(4) == 0 ? (byte)random.Next(256) : "{}[]:,\"\\0e-utrf"u8[random.Next(15)];
            try
            {
                VirtualTags.Parse(bytes.AsMemory(0, random.Next(8) == 0 ? random.Next(bytes.Length) : bytes.Length));
                read++;
            }
            catch (PollingException)
            {
                refused++;
            }
        }

        read.ShouldBeGreaterThan(rounds / 20);
        refused.ShouldBeGreaterThan(rounds / 20);
    }
}
