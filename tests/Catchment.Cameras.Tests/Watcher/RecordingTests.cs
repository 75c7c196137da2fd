using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class RecordingTests : IDisposable
{
    private const string Day = "2024-05-06";
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 100 : 3)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_comes_first_on_the_two_connections_each_event_has_its_pictures_and_rows(int seed)
    {
        var story = OutpostStory.Tell(new Random(seed));
        await using var bench = new WatcherBench(_folder, ("n", OutpostStory.Views));
        bench.Options = bench.Options with { PreRoll = TimeSpan.FromSeconds(60) };
        await bench.StartAsync();
        var sent = bench.Metrics.Totals.Received;
        foreach (var chunk in story.Chunks)
        {
            if (chunk == story.Chunks[^1])
                await Eventually.TrueAsync(() => bench.Told.Count(t => t.StartsWith("started", StringComparison.Ordinal)) == story.Events.Count && bench.HasNoEventUnderWay);
            foreach (var send in chunk)
                send(bench);
            sent += chunk.Count;
            await Eventually.TrueAsync(() => bench.Metrics.Totals.Received >= sent);
        }

        await Eventually.TrueAsync(() => bench.EndedEvents.Count == story.Events.Count);
        var stored = bench.Pictures(Day).ToLookup(p => p[..p.IndexOf('_')]);
        foreach (var told in story.Events)
        {
            var times = stored[told.Id].Select(p => (Name: p, Step: told.StepOf(Path.Combine(bench.Folders.Images, Day, p)))).ToList();
            times.ShouldAllBe(t => t.Name == OutpostStory.PictureName(told.Id, t.Step)); // the picture of that view and time, not another one
            told.MustHave.Except(times.Select(t => t.Step)).ShouldBeEmpty($"event {told.Id}");
            times.ShouldAllBe(t => t.Step >= told.First && t.Step < OutpostStory.Steps); // how far beyond its end depends on how far the log lags behind
            bench.Csv(Day, $"{told.Id}_trk.csv").Split('\n').Length.ShouldBe(told.Rows + 2);
        }
    }

    [Fact]
    public async Task What_an_outpost_wants_done_with_an_event_that_ended_just_before_a_kill_is_done_by_the_next_start()
    {
        using (var state = StateFolder.Open(_folder[".catchment"]))
        {
            OpenEventNote[] notes = [new(Day, "a", "n", "v", [new EndedTask("GetFaces", "1")]), new(Day, "b")];
            state.Write(OpenEventNotes.FileName, notes, WatcherStateJson.Default.OpenEventNoteArray);
        }

        await using (var bench = new WatcherBench(_folder, ("n", ["v"])))
        {
            await bench.StartAsync();
            await Eventually.TrueAsync(() => bench.EndedEvents.Count == 1);
            bench.EndedEvents[0].Key.ToString().ShouldBe("2024-05-06/a");
            bench.EndedEvents[0].Tasks.ShouldBe([new EndedTask("GetFaces", "1")]);
            bench.Told.ShouldBe(["ended 2024-05-06/a", "ended 2024-05-06/b"], ignoreOrder: true);
            await bench.StopAsync();
        }

        await using var next = new WatcherBench(_folder, ("n", ["v"]));
        await next.StartAsync();
        next.EndedEvents.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_an_event_is_noted_at_once()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        bench.Start("n", "v", "a", "2024-05-06T10:00:00");
        bench.End("n", "v", "a");
        var notes = Path.Combine(_folder[".catchment"], OpenEventNotes.FileName);
        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 1 || (File.Exists(notes) && File.ReadAllText(notes).Contains("GetFaces")));
        bench.EndedEvents.ShouldBeEmpty(); // its last picture is still waited for
        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 1 && !File.ReadAllText(notes).Contains("GetFaces"));
    }

    [Fact]
    public async Task A_restart_cuts_a_half_row_and_not_the_rows_of_others()
    {
        Directory.CreateDirectory(_folder[$"csv/{Day}"]);
        File.WriteAllText(_folder[$"csv/{Day}/camwatcher.csv"], "n,5\" lens,2024-05-06T09:00:00,old,640,480,trk\nn,v,2024-05-06T10:00:00,a,640,480,trk\nn,v,2024-05-");
        File.WriteAllText(_folder[$"csv/{Day}/a_trk.csv"], "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n2024-05-06T10:00:01,0,\"a\nb\",1,2,3,4\n2024-05-06T10:00:02,0,\"c\nd");
        Directory.CreateDirectory(_folder[$"images/{Day}"]);
        File.WriteAllText(_folder[$"images/{Day}/.a_2024-05-06_10.00.00.000000.jpg.tmp"], "half");
        using (var state = StateFolder.Open(_folder[".catchment"]))
            state.Write(OpenEventNotes.FileName, [new OpenEventNote(Day, "a")], WatcherStateJson.Default.OpenEventNoteArray);

        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        bench.Csv(Day, "camwatcher.csv").ShouldBe("n,5\" lens,2024-05-06T09:00:00,old,640,480,trk\nn,v,2024-05-06T10:00:00,a,640,480,trk\n");
        bench.Csv(Day, "a_trk.csv").ShouldEndWith("\"a\nb\",1,2,3,4\n");
        bench.Pictures(Day).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_the_disk_did_not_let_begin_is_recorded_from_when_it_does()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        File.WriteAllText(_folder[$"csv/{Day}"], "in the folder's place");
        bench.Start("n", "v", "a", "2024-05-06T10:00:00");
        bench.Track("n", "v", "a", "2024-05-06T10:00:00.1");
        await Eventually.TrueAsync(() => bench.Context.Degradations.ContainsKey("rows") && bench.Metrics.Totals.Errors == 2);
        File.Delete(_folder[$"csv/{Day}"]);
        bench.Picture("n", "v", "2024-05-06T10:00:00.2", 1);
        for (var taken = 2; bench.Metrics.Rows == 0; taken++)
        {
            bench.Track("n", "v", "a", "2024-05-06T10:00:00.2");
            await Eventually.TrueAsync(() => bench.Metrics.Totals.Errors + bench.Metrics.Rows > taken);
        }

        await Eventually.TrueAsync(() => bench.Metrics.Pictures == 1);
        bench.End("n", "v", "a");
        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 1);
        bench.Csv(Day, "camwatcher.csv").ShouldBe("n,v,2024-05-06T10:00:00,a,640,480,trk\n");
    }

    [Fact]
    public async Task A_file_of_an_interrupted_event_that_cannot_be_put_right_does_not_hold_up_the_rest()
    {
        Directory.CreateDirectory(_folder[$"csv/{Day}"]);
        File.CreateSymbolicLink(_folder[$"csv/{Day}/a_trk.csv"], _folder[$"csv/{Day}/a_trk.csv"]); // a ring: opening it fails
        File.WriteAllText(_folder[$"csv/{Day}/b_trk.csv"], "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\nhalf");
        using (var state = StateFolder.Open(_folder[".catchment"]))
            state.Write(OpenEventNotes.FileName, [new OpenEventNote(Day, "a"), new OpenEventNote(Day, "b")], WatcherStateJson.Default.OpenEventNoteArray);

        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        bench.Csv(Day, "b_trk.csv").ShouldBe("timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n");
    }

    [Fact]
    public async Task An_end_after_a_restart_finds_its_event_whatever_day_it_is_on_the_outpost()
    {
        var tomorrow = TimeProvider.System.GetLocalNow().DateTime.AddDays(1);
        var day = $"{tomorrow:yyyy-MM-dd}";
        Directory.CreateDirectory(_folder[$"csv/{day}"]);
        File.WriteAllText(_folder[$"csv/{day}/camwatcher.csv"], $"n,v,{tomorrow:yyyy-MM-ddTHH:mm:ss},a,640,480,trk\n");
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        bench.End("n", "v", "a");
        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 1);
        bench.EndedEvents[0].Key.ToString().ShouldBe($"{day}/a");
    }

    [Fact]
    public async Task A_start_right_after_the_end_of_the_same_event_records_it_anew()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        bench.Start("n", "v", "a", "2024-05-06T10:00:00");
        bench.Track("n", "v", "a", "2024-05-06T10:00:00.1");
        bench.End("n", "v", "a");
        bench.Start("n", "v", "a", "2024-05-06T10:00:01");
        bench.Track("n", "v", "a", "2024-05-06T10:00:01.1");
        bench.End("n", "v", "a");
        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 2);
        bench.Csv(Day, "a_trk.csv").ShouldBe("timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n2024-05-06T10:00:01.100000,0,person: 0.9,1,2,3,4\n");
        bench.Csv(Day, "camwatcher.csv").ShouldBe("n,v,2024-05-06T10:00:00,a,640,480,trk\n");
    }

    [Fact]
    public async Task An_outpost_cannot_take_over_the_event_of_another_one()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]), ("m", ["w"]));
        await bench.StartAsync();
        bench.Start("n", "v", "a", "2024-05-06T10:00:00");
        bench.Track("n", "v", "a", "2024-05-06T10:00:00.1");
        await Eventually.TrueAsync(() => bench.Metrics.Rows == 1);
        bench.Start("m", "w", "a", "2024-05-06T10:00:00");
        bench.Start("m", "w", "own", "2024-05-06T10:00:00");
        await Eventually.TrueAsync(() => bench.Told.Count == 2);
        bench.Track("n", "v", "a", "2024-05-06T10:00:00.2");
        await Eventually.TrueAsync(() => bench.Metrics.Rows == 2);
        bench.Csv(Day, "a_trk.csv").Split('\n').Length.ShouldBe(4);
        bench.Csv(Day, "camwatcher.csv").ShouldNotContain("m,w,2024-05-06T10:00:00,a,");
    }

    [Fact]
    public async Task A_text_that_pythons_handler_cut_in_two_is_put_together_again()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        bench.Start("n", "v", "a", "2024-05-06T10:00:00");
        bench.Log("n", "n.INFO.ote{\"id\": \"a\", \"view\": \"v\", \"type\": \"trk\", \"timestamp\": \"2024-05-06T10:00:00.5\", \"obj\": 1, \"clas\": \"std"u8.ToArray(), "cat::dog\", \"rect\": [1, 2, 3, 4]}\n"u8.ToArray());
        await Eventually.TrueAsync(() => bench.Metrics.Rows == 1);
        bench.Csv(Day, "a_trk.csv").ShouldEndWith("2024-05-06T10:00:00.500000,1,std::cat::dog,1,2,3,4\n");
    }

    [Fact]
    public void An_outpost_that_introduced_itself_is_known_after_a_restart_and_what_is_configured_wins()
    {
        using var watcher = new WatcherFixture();
        var camera = new WatcherCamera("n", "v", ZmqEndpoint.Parse("tcp://10.0.0.1:5565"), ZmqEndpoint.Parse("tcp://10.0.0.1:5567"));
        var registry = new OutpostRegistry(watcher.Settings, watcher.State, watcher.Context);
        registry.Add(camera).ShouldBeTrue();
        registry.Add(camera with { Logger = ZmqEndpoint.Parse("tcp://10.0.0.2:5565") }).ShouldBeTrue();

        watcher.Restart();
        new OutpostRegistry(watcher.Settings, watcher.State, watcher.Context).Cameras.ShouldBe([camera]);

        var configured = camera with { Images = ZmqEndpoint.Parse("tcp://10.0.0.9:1") };
        var options = watcher.Settings.Options with { Outposts = [new OutpostOptions { Node = "n", View = "v", Logger = "tcp://10.0.0.1:5565", Images = "tcp://10.0.0.9:1" }] };
        var settings = WatcherSettings.Resolve(options, new WatcherSurroundings("s", false, watcher.PathOf("."), watcher.PathOf("state")), out _)!;
        new OutpostRegistry(settings, watcher.State, watcher.Context).Cameras.ShouldBe([configured]);
    }

    [Fact]
    public async Task The_live_feed_and_the_board_show_the_newest_picture_and_the_event()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        await bench.StartAsync();
        using var live = bench.Feed.Subscribe([IOutpostBoard.PictureTopic, IOutpostBoard.EventTopic]);
        bench.Picture("n", "v", "2024-05-06T10:00:00.1", 7);
        bench.Start("n", "v", "a", "2024-05-06T10:00:00");
        var seen = new HashSet<(string, string)>();
        while (seen.Count < 2)
        {
            foreach (var message in await live.TakeAsync(CancellationToken.None).InTimeAsync())
                seen.Add((message.Topic, message.Key));
        }

        seen.ShouldBe([("outpost", "n v"), ("recording", "a")], ignoreOrder: true);
        bench.Board.NewestPicture("n", "v").ShouldBe(WatcherBench.Jpeg(7));
        bench.Board.NewestPicture("n", "other").ShouldBeNull();
        var tile = bench.Board.Tiles().Single();
        (tile.IsConnected, tile.PictureTime, tile.Width, tile.Height, tile.Event).ShouldBe((true, new DateTime(2024, 5, 6, 10, 0, 0, 100), 640, 480, "a"));
    }

    [Fact]
    public async Task Synced_records_the_same_files()
    {
        await using var bench = new WatcherBench(_folder, ("n", ["v"]));
        bench.Options = bench.Options with { Durability = Durability.Synced };
        await bench.StartAsync();
        bench.Start("n", "v", "a", "2024-05-06T10:00:00");
        bench.Track("n", "v", "a", "2024-05-06T10:00:00.1");
        bench.Picture("n", "v", "2024-05-06T10:00:00.1", 1);
        await Eventually.TrueAsync(() => bench.Metrics is { Rows: 1, Pictures: 1 });
        bench.End("n", "v", "a");
        await Eventually.TrueAsync(() => bench.EndedEvents.Count == 1);
        File.ReadAllBytes(_folder[$"images/{Day}/a_2024-05-06_10.00.00.100000.jpg"]).ShouldBe(WatcherBench.Jpeg(1));
    }
}
