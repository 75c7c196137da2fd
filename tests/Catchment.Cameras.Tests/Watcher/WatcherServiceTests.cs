using System.Text.Json;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class WatcherServiceTests : IDisposable
{
    private const string Day = "2024-05-06";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_captured_log_gives_the_files_of_the_original()
    {
        var vectors = Path.Combine(AppContext.BaseDirectory, "Watcher", "Vectors");
        using var captured = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(vectors, "log_messages.json")));
        await using var bench = new WatcherBench(_folder, ("alpha5", ["PiCam3"]), ("east", ["Front"]));
        await bench.StartAsync();
        foreach (var message in captured.RootElement.GetProperty("messages").EnumerateArray())
        {
            var publisher = message.GetProperty("publisher").GetString()!;
            if (publisher != "Sentinel")
                bench.Log(publisher, [.. message.GetProperty("frames_hex").EnumerateArray().Select(f => Convert.FromHexString(f.GetString()!))]);
        }

        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 2);
        foreach (var set in new[] { "f00d0001066011efb942dca63261a32e_trk.csv", "f00d0002066011ef8f1edca63261a32e_trk.csv" })
            bench.Csv(Day, set).ShouldBe(File.ReadAllText(Path.Combine(vectors, "expected", "csv", Day, set)));
        var expected = File.ReadAllLines(Path.Combine(vectors, "expected", "csv", Day, "camwatcher.csv")).Where(l => l.EndsWith(",trk", StringComparison.Ordinal));
        bench.Csv(Day, "camwatcher.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(expected, ignoreOrder: true);
        bench.EndedEvents.Single(e => e.Node == "alpha5").Tasks.Select(t => (t.Name, t.Priority)).ShouldBe([("GetFaces2", "1"), ("MobileNetSSD_allFrames", "2")]);
        bench.Board.Tiles().Single(t => t.Node == "alpha5").Health.ShouldBe("(1000, 20, 3, 31.70, 31.95)");
    }

    [Fact]
    public async Task Pictures_are_named_as_the_original_names_them()
    {
        using var captured = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Watcher", "Vectors", "picture_names.json")));
        await using var bench = new WatcherBench(_folder, ("alpha5", ["PiCam3"]));
        await bench.StartAsync();
        bench.Start("alpha5", "PiCam3", "f00d0001066011efb942dca63261a32e", "2024-05-06T10:00:00");
        await Eventually.TrueAsync(() => bench.Told.Count == 1);
        foreach (var text in captured.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("text").GetString()!))
            bench.Images("alpha5", JsonSerializer.SerializeToUtf8Bytes(new { msg = text }), WatcherBench.Jpeg(1));
        await Eventually.TrueAsync(() => bench.Metrics.Pictures == 2);

        bench.Pictures(Day).ShouldBe(captured.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("file").GetString()!), ignoreOrder: true);
    }

    [Fact]
    public async Task Every_picture_of_an_event_is_stored_and_no_other_one()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v", "w"]));
        await bench.StartAsync();
        bench.Picture("n", "v", "2024-05-06T09:59:59.900000", 1); // before the event
        bench.Picture("n", "v", "2024-05-06T10:00:00.000000", 2); // of the event, but before its record
        await Eventually.TrueAsync(() => bench.Board.Tiles()[0].PictureTime is { Second: 0 });
        bench.Start("n", "v", "a", "2024-05-06T10:00:00");
        await Eventually.TrueAsync(() => bench.Metrics.Pictures == 1);
        for (var i = 1; i <= 200; i++)
        {
            bench.Picture("n", "v", $"2024-05-06T10:00:00.{i:000}000", 2 + i);
            bench.Picture("n", "w", $"2024-05-06T10:00:00.{i:000}000", i); // another view
        }

        bench.Track("n", "v", "a", "2024-05-06T10:00:00.200000");
        await Eventually.TrueAsync(() => bench.Metrics is { Rows: 1, Pictures: > 1 });
        bench.End("n", "v", "a"); // most of its pictures are still on their way
        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 1);
        bench.Metrics.Pictures.ShouldBe(201);
        bench.Picture("n", "v", "2024-05-06T10:00:09.000000", 999);

        bench.Pictures(Day).ShouldBe(Enumerable.Range(0, 201).Select(i => $"a_2024-05-06_10.00.00.{i:000}000.jpg"));
        bench.Told.ShouldBe(["started 2024-05-06/a n v", "ended 2024-05-06/a"]);
    }

    [Fact]
    public async Task Events_that_follow_closely_keep_their_own_pictures_and_rows()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        for (var e = 0; e < 10; e++)
        {
            bench.Start("n", "v", $"e{e}", $"2024-05-06T10:00:{e:00}.000000");
            bench.Track("n", "v", $"e{e}", $"2024-05-06T10:00:{e:00}.900000");
            for (var i = 0; i < 10; i++)
                bench.Picture("n", "v", $"2024-05-06T10:00:{e:00}.{i}00000", i);
            await Eventually.TrueAsync(() => bench.Metrics.Rows == e + 1 && bench.Metrics.Pictures >= 10 * (e + 1));
            bench.End("n", "v", $"e{e}", e % 2 == 0 ? "[]" : """[["T", 2]]""");
        }

        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 10);
        for (var e = 0; e < 10; e++)
        {
            bench.Pictures(Day).Count(p => p.StartsWith($"e{e}_", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(10);
            bench.Csv(Day, $"e{e}_trk.csv").Split('\n').Length.ShouldBe(3);
        }

        bench.EndedEvents.OrderBy(e => e.Key.Id, StringComparer.Ordinal).Select(e => e.Tasks.Count).ShouldBe([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    }

    [Fact]
    public async Task An_event_across_midnight_stays_in_the_day_of_its_start()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        bench.Start("n", "v", "m", "2024-05-06T23:59:59.900000");
        bench.Track("n", "v", "m", "2024-05-07T00:00:00.100000");
        bench.Picture("n", "v", "2024-05-07T00:00:00.100000", 1);
        await Eventually.TrueAsync(() => bench.Metrics is { Rows: 1 } && bench.Board.Tiles()[0].PictureTime is not null);
        bench.End("n", "v", "m");
        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 1);

        bench.EndedEvents[0].Key.ToString().ShouldBe("2024-05-06/m");
        bench.Csv(Day, "m_trk.csv").ShouldContain("2024-05-07T00:00:00.100000");
        bench.Pictures(Day).ShouldBe(["m_2024-05-07_00.00.00.100000.jpg"]);
    }

    [Fact]
    public async Task Hostile_messages_leave_the_watcher_up_and_write_nothing()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        foreach (byte[][] frames in new byte[][][]
        {
            ["n.INFO"u8.ToArray()], ["n.INFO"u8.ToArray(), "x"u8.ToArray(), "y"u8.ToArray()], [[], []], ["n"u8.ToArray(), "x"u8.ToArray()],
            ["n.INFO"u8.ToArray(), [0xFF, 0xFE, 0x80]], ["n.INFO"u8.ToArray(), "ote[1, 2]"u8.ToArray()], ["n.INFO"u8.ToArray(), "ote"u8.ToArray()],
            ["n.INFO"u8.ToArray(), "ote{\"id\": \"caf\\u00e9\"}"u8.ToArray()],
        })
            bench.Log("n", frames);
        bench.Start("n", "v", "../../evil", "2024-05-06T10:00:00");
        bench.Start("n", "v", "", "2024-05-06T10:00:00");
        bench.Start("n", "v\\nforged,row", "a", "2024-05-06T10:00:00");
        bench.Start("n", "v", "a", "../x");
        bench.End("n", "v", "never");
        bench.Images("n", "no json"u8.ToArray(), WatcherBench.Jpeg(1));
        bench.Images("n", "{\"msg\": \"n v\"}"u8.ToArray(), WatcherBench.Jpeg(1));
        bench.Images("n", "{\"msg\": \"n|jpg|2024-05-06T10:00:00\"}"u8.ToArray(), WatcherBench.Jpeg(1));
        bench.Images("n", "{\"msg\": \"x y|jpg|2024-05-06T10:00:00\"}"u8.ToArray(), WatcherBench.Jpeg(1));
        bench.Images("n", "{\"msg\": \"n v|jpg|2024-05-06T10:00:00\"}"u8.ToArray(), "GIF89a"u8.ToArray());
        bench.Images("n", "{\"msg\": \"n v|jpg|2024-05-06T10:00:00\"}"u8.ToArray());

        bench.Start("n", "v", "good", "2024-05-06T11:00:00");
        bench.Track("n", "v", "good", "2024-05-06T11:00:00", "a, \"b\"\nc");
        await Eventually.TrueAsync(() => bench.Metrics.Rows == 1);

        bench.Csv(Day, "camwatcher.csv").ShouldBe("n,v,2024-05-06T11:00:00,good,640,480,trk\n");
        bench.Csv(Day, "good_trk.csv").ShouldEndWith("2024-05-06T11:00:00,0,\"a, \"\"b\"\"\nc\",1,2,3,4\n");
        Directory.GetFiles(_folder.FullPath, "*evil*", SearchOption.AllDirectories).ShouldBeEmpty();
        await Eventually.TrueAsync(() => bench.Metrics.Totals.Discarded >= 15);
    }

    [Fact]
    public async Task A_stop_closes_what_is_open_and_a_restart_goes_on()
    {
        await using (var first = new WatcherBench(_folder, ("n", ["v"])))
        {
            await first.StartAsync();
            first.Start("n", "v", "a", "2024-05-06T10:00:00");
            first.Track("n", "v", "a", "2024-05-06T10:00:00.5");
            await Eventually.TrueAsync(() => first.Metrics.Rows == 1);
            await first.StopAsync();
            first.Told.ShouldBe(["started 2024-05-06/a n v", "ended 2024-05-06/a"]);
            first.EndedEvents.ShouldBeEmpty(); // nobody said that it ended: neither tasks nor deletion
        }

        await using var second = new WatcherBench(_folder, ("n", ["v"]));
        await second.StartAsync();
        second.Start("n", "v", "a", "2024-05-06T10:00:00", isNew: true);
        await Eventually.TrueAsync(() => second.Told.Count == 1);
        second.Csv(Day, "camwatcher.csv").ShouldBe("n,v,2024-05-06T10:00:00,a,640,480,trk\n");
        second.Csv(Day, "a_trk.csv").ShouldBe("timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n");
    }

    [Fact]
    public async Task A_view_that_is_new_to_a_known_node_is_recorded_too()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        bench.Start("n", "second", "b", "2024-05-06T10:00:00");
        await Eventually.TrueAsync(() => bench.Told.Count == 1);
        bench.Picture("n", "second", "2024-05-06T10:00:01", 1);
        await Eventually.TrueAsync(() => bench.Metrics.Pictures == 1);
        bench.Board.Tiles().Select(t => t.View).ShouldBe(["second", "v"]);
    }
}
