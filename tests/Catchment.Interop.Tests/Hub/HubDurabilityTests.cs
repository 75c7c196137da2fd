using System.Globalization;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Hub;

/// <summary>Kills, stops and full disks under load: what was acknowledged is there, and nobody is left waiting.</summary>
[Collection(Alone.Name)]
public sealed class HubDurabilityTests : IDisposable
{
    private const int Senders = 16;
    private const int FrameBytes = 20_000;

    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    private readonly TemporaryFolder _root = new();

    public static TheoryData<string> DurableModes => ["written", "synced"];

    public void Dispose() => _root.Dispose();

    [Theory]
    [MemberData(nameof(DurableModes))]
    public void After_kill_9_every_acknowledged_frame_is_there_and_whole(string durability)
    {
        var random = new Random(4711);
        var rounds = Full ? 20 : 3;
        for (var round = 0; round < rounds; round++)
        {
            var data = _root[$"round{round}"];
            var acknowledged = LoadUntilKilled(data, durability, frames: random.Next(1, 400));

            using var next = HubProcess.Start(data); // sweeps what the killed one left
            var files = next.Frames();
            files.ShouldAllBe(f => f.EndsWith(".jpg", StringComparison.Ordinal));
            var stored = files.Select(f => StoredFrame.Read(f, FrameBytes)).ToList();
            stored.ShouldAllBe(f => f.IsWhole);
            acknowledged.Count.ShouldBeGreaterThan(0);
            acknowledged.Except(stored.Select(f => (f.Node, f.Number))).ShouldBeEmpty();
            next.Kill();
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public void After_sigterm_under_load_every_sender_has_its_reply_and_goes_on_with_the_next_hub()
    {
        var rounds = Full ? 20 : 5;
        var data = _root["data"];
        var endpoint = $"tcp://127.0.0.1:{HubProcess.FreePort()}";
        var senders = new List<ImageZmqSender>();
        try
        {
            var hub = HubProcess.Start(data, endpoint);
            for (var i = 0; i < Senders; i++)
                senders.Add(ImageZmqSender.Start("steady", endpoint, Node(i), FrameBytes.ToString(CultureInfo.InvariantCulture)));
            foreach (var sender in senders)
                sender.ReadLine().ShouldBe("0");

            for (var round = 0; round < rounds; round++)
            {
                hub.Terminate().ShouldBe(0);
                hub.Dispose();
                hub = HubProcess.Start(data, endpoint);
                foreach (var sender in senders)
                    sender.ReadNumberAfterRestart();
            }

            var acknowledged = Acknowledged(senders);
            hub.Terminate().ShouldBe(0);
            hub.Dispose();
            var stored = hub.Frames().Select(f => StoredFrame.Read(f, FrameBytes)).ToList();
            stored.ShouldAllBe(f => f.IsWhole);
            acknowledged.Except(stored.Select(f => (f.Node, f.Number))).ShouldBeEmpty();
        }
        finally
        {
            senders.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public async Task A_full_disk_is_refused_clearly_leaves_nothing_half_written_and_recovers_by_itself()
    {
        using var disk = SmallDisk.Memory(_root["disk"], "6m");
        using (var first = HubProcess.Start(disk["data"]))
        {
            await FillAsync(first);
            first.Kill();
        }

        using var hub = HubProcess.Start(disk["data"]); // starts on a full disk, too
        ImageZmqSender.Run("req", hub.Endpoint, "cam", "1", "200000").ShouldBe("bad ERROR disk full");

        foreach (var file in hub.Frames())
            File.Delete(file);
        Eventually.True(() => ImageZmqSender.Run("req", hub.Endpoint, "after", "1", "200000") == "ok 1", "storing goes on");
        hub.Frames().Count.ShouldBe(1);
    }

    private static async Task FillAsync(HubProcess hub)
    {
        var stored = 0;
        string reply;
        while ((reply = ImageZmqSender.Run("req", hub.Endpoint, "cam", "20", "200000")) == "ok 20")
            stored += 20;
        reply.ShouldBe("bad ERROR disk full");
        ImageZmqSender.SendJpeg(hub.Endpoint, "cam|motion|moving", Jpeg).ShouldBeOneOf("OK", "ERROR disk full");
        hub.Frames().ShouldAllBe(f => f.EndsWith(".jpg", StringComparison.Ordinal) && StoredFrame.Read(f, 200_000).IsWhole);
        hub.Frames().Count.ShouldBeGreaterThan(stored);
        (await hub.MetricAsync("catchment_hub_errors_total{kind=\"no_space\"}")).ShouldBeGreaterThan(0);
        hub.WaitForLog(new("space", RegexOptions.NonBacktracking));
    }

    [Fact]
    public void A_frozen_disk_makes_the_reply_come_in_time_as_an_error_and_storing_goes_on_afterwards()
    {
        using var disk = SmallDisk.Image(_root["disk"], 64);
        using var hub = HubProcess.Start(disk["data"]);
        ImageZmqSender.SendJpeg(hub.Endpoint, "before|jpg", Jpeg).ShouldBe("OK");

        disk.Freeze();
        var reply = ImageZmqSender.SendJpeg(hub.Endpoint, "frozen|jpg", Jpeg);
        disk.Thaw();

        reply.ShouldBe("ERROR busy, not stored in time");
        ImageZmqSender.SendJpeg(hub.Endpoint, "after|jpg", Jpeg).ShouldBe("OK");
        hub.Frames().ShouldContain(f => Path.GetFileName(f).StartsWith("after-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_hub_on_the_same_data_is_refused_and_told_who_has_it()
    {
        using var hub = HubProcess.Start(_root["data"]);

        var error = Should.Throw<InvalidOperationException>(() => HubProcess.Start(_root["data"]));

        error.Message.ShouldContain(hub.Pid.ToString(CultureInfo.InvariantCulture));
    }

    private static string Jpeg => Path.Combine(AppContext.BaseDirectory, "Hub", "Vectors", "jpg.frame2.bin");

    private static string Node(int i) => $"cam{i:00}";

    /// <summary>Loads a hub, kills it after so many frames are on disk, and gives what its senders had been told OK for.</summary>
    private static HashSet<(string Node, int Number)> LoadUntilKilled(string data, string durability, int frames)
    {
        var senders = new List<ImageZmqSender>();
        try
        {
            using var hub = HubProcess.Start(data, words: $"hub.durability={durability}");
            for (var i = 0; i < Senders; i++)
                senders.Add(ImageZmqSender.Start("acked", hub.Endpoint, Node(i), FrameBytes.ToString(CultureInfo.InvariantCulture)));
            var first = senders.ConvertAll(s => int.Parse(s.ReadLine()!, CultureInfo.InvariantCulture)); // All are at work; on a slow disk the very first frame may have been refused.
            Eventually.True(() => hub.Frames().Count >= Senders + frames, "frames are stored");

            hub.Kill();
            var acknowledged = Acknowledged(senders);
            foreach (var sender in Enumerable.Range(0, Senders))
                acknowledged.Add((Node(sender), first[sender]));
            return acknowledged;
        }
        finally
        {
            senders.ForEach(s => s.Dispose());
        }
    }

    private static HashSet<(string Node, int Number)> Acknowledged(List<ImageZmqSender> senders) =>
        [.. senders.SelectMany((sender, i) => sender.EndAcknowledged().Select(number => (Node(i), number)))];
}
