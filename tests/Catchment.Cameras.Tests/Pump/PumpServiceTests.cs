using Catchment.Cameras.Events;
using Catchment.Cameras.Pump;
using Catchment.Core.Storage;
using Catchment.Protocols.Pickle;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

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

        var lines = pump.Log.Of(LogLevel.Information).Where(l => l.Contains("Event e1", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(3);
        lines[0].ShouldBe("Event e1 started, alpha5 PiCam3, 2024-05-01");
        lines[1].ShouldNotContain('\n');
        lines[2].ShouldBe("Event e1 deleted, 2024-05-01");
    }

    [Theory]
    [InlineData("exploded", "alpha5")]
    [InlineData("started", null)]
    public async Task News_that_make_no_sense_are_answered_Error(string state, string? node)
    {
        await using var pump = new RunningPump();

        pump.AskPlain(("cmd", "Event"), ("date", Day), ("event", "e1"), ("state", state), ("node", node ?? new string('n', 300))).ShouldBe("Error");

        pump.Log.Lines.ShouldNotContain(l => l.Text.Contains("Event e1", StringComparison.Ordinal));
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

        pump.Context.Degradations["storage"].ShouldContain("longer than 1073741824 bytes");
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
        Send(RunningPump.Request(("cmd", "HC"))).ShouldBe("OK");
    }

    [Theory]
    [InlineData("../../etc", "e1", "trk")]
    [InlineData("2024-02-30", "e1", "trk")]
    [InlineData(Day, "no_such_event", "trk")]
    [InlineData(Day, "", "trk")]
    [InlineData(Day, "e1", "../trk")]
    public async Task A_name_that_is_none_names_nothing_in_the_form_that_a_client_can_read(string date, string evt, string type)
    {
        await using var pump = new RunningPump();
        pump.Write($"csv/{Day}/camwatcher.csv", $"a,b,{Day}T00:00:00,e1,640,480,trk\n");

        PickleReader.ReadFrame(pump.Ask(("cmd", "evt"), ("date", date), ("evt", evt), ("trk", type))[1]).RowCount.ShouldBe(0);

        pump.Metrics.Refusals(PumpRefusal.BadName).ShouldBe(1);
        if (date != Day)
            PickleReader.ReadFrame(pump.Ask(("cmd", "idx"), ("date", date))[1]).Columns.Select(c => c.Name).ShouldBe(PumpReplies.IndexColumns);
        if (type != "trk")
            return;
        PickleReader.ReadTimes(Inflate(pump.Ask(("cmd", "img"), ("date", date), ("evt", evt))[1])).ShouldBeEmpty();
        pump.Ask(("cmd", "pic"), ("date", date), ("evt", evt), ("frametime", "now"))[1].ShouldBe(PumpReplies.NoPicture);
        pump.AskPlain(("cmd", "del"), ("date", date), ("evt", evt)).ShouldBe("Error");
    }

    [Fact]
    public async Task A_key_that_is_missing_is_an_Error_whatever_the_others_say()
    {
        await using var pump = new RunningPump();

        pump.AskPlain(("cmd", "evt"), ("date", "none")).ShouldBe("Error");
        pump.AskPlain(("cmd", "evt"), ("date", Day), ("event", "e1")).ShouldBe("Error");
        pump.AskPlain(("cmd", "pic"), ("date", Day), ("evt", "no_event")).ShouldBe("Error");
        pump.Metrics.Refusals(PumpRefusal.MissingKey).ShouldBe(3);
    }

    [Fact]
    public async Task A_set_that_cannot_be_used_at_all_is_counted_and_told_of_once()
    {
        await using var pump = new RunningPump();
        pump.Write($"csv/{Day}/camwatcher.csv", $"a,b,{Day}T00:00:00,e1,640,480,trk\n");
        pump.Write($"csv/{Day}/e1_trk.csv", "time,object\n1,2\n");
        pump.Write($"csv/{Day}/e1_obj.csv", Header + $"{Day}T00:00:00,1,\"person,1,2,3,4\n");
        pump.Write($"csv/{Day}/e1_fd1.csv", ""); // Just begun.

        for (var i = 0; i < 3; i++)
        {
            foreach (var type in new[] { "trk", "obj", "fd1" })
                Rows(pump, type).ShouldBe(0);
            File.SetLastWriteTimeUtc(pump[$"csv/{Day}/e1_trk.csv"], new DateTime(2024, 5, 1 + i, 0, 0, 0, DateTimeKind.Utc));
        }

        pump.Metrics.SetsLeftOut.ShouldBe(2);
        pump.Log.Lines.Count(l => l.Text.Contains("_trk.csv is no tracking set", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_row_too_far_from_its_events_start_is_left_out_and_the_others_stay()
    {
        await using var pump = new RunningPump();
        pump.Write($"csv/{Day}/camwatcher.csv", "a,b,1700-01-01T00:00:00,e1,640,480,trk\n");
        pump.Write($"csv/{Day}/e1_trk.csv", Header + "1700-01-01T00:00:01,1,person,1,2,3,4\n2024-05-01T00:00:00,2,person,1,2,3,4\n");

        var frame = PickleReader.ReadFrame(pump.Ask(("cmd", "evt"), ("date", Day), ("evt", "e1"))[1]);

        frame.Values<string?>("objid").ShouldBe(["1"]);
        frame.Values<TimeSpan?>("elapsed").ShouldBe([TimeSpan.FromSeconds(1)]);
        pump.Metrics.RowsLeftOut.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_written_over_with_as_many_bytes_and_given_its_former_time_is_read_again()
    {
        await using var pump = new RunningPump();
        var index = pump.Write($"csv/{Day}/camwatcher.csv", $"a,b,{Day}T00:00:00,e1,640,480,trk\n");
        var time = new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(index, time);
        Events(pump).ShouldBe(["e1"]);
        var changed = SharedFile.Facts(index)!.Value.Changed;
        do
        {
            using (var file = File.OpenWrite(index))
                file.Write(System.Text.Encoding.ASCII.GetBytes($"a,b,{Day}T00:00:00,e2,640,480,trk\n"));
            File.SetLastWriteTimeUtc(index, time);
        }
        while (SharedFile.Facts(index)!.Value.Changed == changed); // The file system's clock has ticked.

        Events(pump).ShouldBe(["e2"]);
    }

    [Fact]
    public async Task Ids_that_there_are_not_take_no_memory()
    {
        await using var pump = new RunningPump();
        pump.Write($"images/{Day}/e1_{Day}_00.00.00.000000.jpg", "x");
        Directory.SetLastWriteTimeUtc(pump[$"images/{Day}"], new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc));
        using var client = pump.Connect();

        for (var i = 0; i < 3; i++)
        {
            PickleReader.ReadTimes(Inflate(RunningPump.Ask(client, ("cmd", "img"), ("date", Day), ("evt", "e1"))[1])).ShouldHaveSingleItem();
            RunningPump.Ask(client, ("cmd", "img"), ("date", Day), ("evt", $"none{i}"))[1].ShouldBe(PumpReplies.EmptyList);
        }

        pump.Metrics.Hits.ShouldBe(2);
        pump.Metrics.CachedBytes.ShouldBeLessThan(1200); // The list of the day and one event's answer, with what an entry costs.
    }

    [Fact]
    public async Task A_request_of_many_frames_is_answered()
    {
        await using var pump = new RunningPump();
        using var client = pump.Connect();

        client.Request([.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[] { 0x80 }, 1000)], Patience.Limit, out var reply).ShouldBe(ZmqRequestOutcome.Answered);

        using (reply)
            reply![0].SequenceEqual("Error"u8).ShouldBeTrue();
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
