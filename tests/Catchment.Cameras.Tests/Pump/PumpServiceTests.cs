using Catchment.Cameras.Events;
using Catchment.Cameras.Pump;
using Catchment.Protocols.Pickle;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Pump;

public sealed class PumpServiceTests
{
    private const string Day = "2024-05-01";
    private const string Header = "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n";

    [Fact]
    public async Task News_of_an_event_are_one_line_of_the_log_whatever_they_say()
    {
        await using var pump = new RunningPump();
        pump.AskPlain(("cmd", "Event"), ("date", Day), ("event", "e1"), ("state", "started"), ("node", "alpha5"), ("view", "PiCam3")).ShouldBe("OK");
        pump.AskPlain(("cmd", "Event"), ("date", Day), ("event", "e1"), ("state", "ended"), ("node", "a\nWarning: b\u2028c")).ShouldBe("OK");
        pump.AskPlain(("cmd", "Event"), ("date", Day), ("event", "e1"), ("state", "deleted")).ShouldBe("OK");

        var lines = pump.Log.Lines.Where(l => l.Contains("Event e1", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(3);
        lines[0].ShouldBe("Information: Event e1 started, alpha5 PiCam3, 2024-05-01");
        lines[1].ShouldNotContain('\n');
        lines[2].ShouldBe("Information: Event e1 deleted, 2024-05-01");
    }

    [Theory]
    [InlineData("exploded", "alpha5")]
    [InlineData("started", null)]
    public async Task News_that_make_no_sense_are_answered_Error(string state, string? node)
    {
        await using var pump = new RunningPump();

        pump.AskPlain(("cmd", "Event"), ("date", Day), ("event", "e1"), ("state", state), ("node", node ?? new string('n', 300))).ShouldBe("Error");

        pump.Log.Lines.ShouldNotContain(l => l.Contains("Event e1", StringComparison.Ordinal));
        pump.Metrics.Refusals(PumpRefusal.BadName).ShouldBe(1);
    }

    [Fact]
    public async Task After_news_a_change_is_seen_that_leaves_size_and_time_as_they_were()
    {
        await using var pump = new RunningPump();
        var index = pump.Write($"csv/{Day}/camwatcher.csv", $"a,b,{Day}T00:00:00,e1,640,480,trk\n");
        var time = new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(index, time);
        Events(pump).ShouldBe(["e1"]);
        using (var file = File.OpenWrite(index))
            file.Write(System.Text.Encoding.ASCII.GetBytes($"a,b,{Day}T00:00:00,e2,640,480,trk\n"));
        File.SetLastWriteTimeUtc(index, time);

        pump.AskPlain(("cmd", "Event"), ("date", Day), ("event", "e2"), ("state", "started")).ShouldBe("OK");

        Events(pump).ShouldBe(["e2"]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_answered_as_absent_and_shown_until_a_minute_has_passed_without_it()
    {
        await using var pump = new RunningPump();
        pump.Write($"csv/{Day}/camwatcher.csv", $"a,b,{Day}T00:00:00,e1,640,480,trk\n");
        pump.Write($"csv/{Day}/e1_trk.csv", Header + $"{Day}T00:00:00,1,person,1,2,3,4\n");
        var large = pump.Write($"csv/{Day}/e1_obj.csv", Header);
        using (var file = File.OpenWrite(large))
            file.SetLength((1L << 30) + 1); // A hole: it takes no room.

        for (var i = 0; i < 5; i++)
        {
            Rows(pump, "obj").ShouldBe(0);
            Rows(pump, "trk").ShouldBe(1);
        }

        pump.Context.Degradations["storage"].ShouldContain("larger than 1 GiB");
        pump.Context.Said.ShouldNotContain("+storage");
        pump.Metrics.Refusals(PumpRefusal.Storage).ShouldBe(5);
        await Until(pump, () => !pump.Context.Degradations.ContainsKey("storage"));
    }

    [Fact]
    public async Task Missing_folders_are_shown_and_found_when_they_come()
    {
        await using var pump = new RunningPump(withFolders: false);

        pump.Context.Degradations["folders"].ShouldContain(pump["csv"]);
        PickleReader.ReadTexts(Inflate(pump.Ask(("cmd", "dat"))[1])).ShouldBeEmpty();
        pump.Write($"csv/{Day}/camwatcher.csv", "");
        Directory.CreateDirectory(pump["images"]);
        await Until(pump, () => !pump.Context.Degradations.ContainsKey("folders"));

        PickleReader.ReadTexts(Inflate(pump.Ask(("cmd", "dat"))[1])).ShouldBe([Day]);
    }

    [Fact]
    public async Task What_is_wrong_with_the_FaceList_shows_before_anybody_deletes()
    {
        using var folder = new TemporaryFolder();
        var path = folder["faces.csv"];
        await using var pump = new RunningPump(locks: new FaceList(path, isRequired: true, TimeProvider.System));

        pump.Context.Degradations["locks"].ShouldContain("is not there");
        File.WriteAllText(path, $"date,event,timestamp\n{Day},e1,{Day} 00:00:00\nyesterday,e2,{Day} 00:00:00\n");
        await Until(pump, () => pump.Context.Degradations.GetValueOrDefault("locks")?.StartsWith("1 records", StringComparison.Ordinal) == true);
        File.WriteAllText(path, $"date,event,timestamp\n{Day},e1,{Day} 00:00:00\n");
        await Until(pump, () => !pump.Context.Degradations.ContainsKey("locks"));

        pump.AskPlain(("cmd", "del"), ("date", Day), ("evt", "e1")).ShouldBe("Locked");
    }

    [Fact]
    public async Task A_request_is_answered_although_its_sender_makes_every_mistake()
    {
        await using var pump = new RunningPump();
        using var client = pump.Connect();
        string Send(params byte[][] frames)
        {
            client.Request([.. frames.Select(f => (ReadOnlyMemory<byte>)f)], Patience.Limit, out var reply).ShouldBe(ZmqRequestOutcome.Answered);
            using (reply)
                return System.Text.Encoding.ASCII.GetString(reply![0]);
        }

        Send(Array.Empty<byte>()).ShouldBe("Error");
        Send([0xC1]).ShouldBe("Error");
        Send([0x01]).ShouldBe("Error");
        Send([0x80]).ShouldBe("Error");
        Send([0x80], [0x80]).ShouldBe("Error");
        Send([.. "\u00A3cmd"u8.ToArray().AsSpan(1)]).ShouldBe("Exception"); // The text "cmd".
        Send(RunningPump.Request(("cmd", "idx"))).ShouldBe("Error");
        Send([0x82, 0xA3, .. "cmd"u8, 0xA3, .. "idx"u8, 0xA4, .. "date"u8, 0x07]).ShouldBe("Exception");
        Send(RunningPump.Request(("cmd", "idx"), ("date", "../../etc"))).ShouldBe("Error");
        Send(RunningPump.Request(("cmd", "HC"))).ShouldBe("OK");
    }

    private static string[] Events(RunningPump pump) =>
        [.. PickleReader.ReadFrame(pump.Ask(("cmd", "idx"), ("date", Day))[1]).Values<string?>("event").Select(e => e!)];

    private static int Rows(RunningPump pump, string type) =>
        PickleReader.ReadFrame(pump.Ask(("cmd", "evt"), ("date", Day), ("evt", "e1"), ("trk", type))[1]).RowCount;

    private static byte[] Inflate(byte[] compressed)
    {
        using var zlib = new System.IO.Compression.ZLibStream(new MemoryStream(compressed), System.IO.Compression.CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zlib.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>Lets the clock run until something shows.</summary>
    private static async Task Until(RunningPump pump, Func<bool> condition)
    {
        for (var second = 0; second < 100 && !condition(); second++)
        {
            await pump.Time.TimerSetAsync(TimeSpan.FromSeconds(1));
            pump.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        SpinWait.SpinUntil(condition, Patience.Limit).ShouldBeTrue();
    }
}
