using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Recording;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Tests.Hub;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Live;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Catalog;

/// <summary>The catalog as the hub has it: notes, board, queue, database, memory.</summary>
public sealed class HubCatalogTests : IDisposable
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 1, 0xE0, 2, 0x80, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xD9];

    private readonly TemporaryFolder _root = new();
    private readonly ManualTime _time = new(new DateTime(2026, 3, 1, 23, 30, 0));
    private readonly RecordedContext _context;
    private readonly NodeMetrics _metrics;
    private readonly HubSettings _settings;
    private CameraBoard _board;

    public HubCatalogTests()
    {
        _context = new RecordedContext(_time);
        _metrics = new NodeMetrics(_time, "1");
        _settings = HubSettings.Resolve(new HubOptions(), isOriginal: false, _root.FullPath, out _)!;
        HubFolders.Make(_settings);
        _board = new CameraBoard(_time, new LiveFeed());
    }

    public static TheoryData<DatabaseKind> Kinds => TestCatalog.Kinds;

    public void Dispose()
    {
        _metrics.Dispose();
        _root.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_stored_is_listed_and_a_clean_end_leaves_nothing_to_compare(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        await RunAsync(catalog, hub =>
        {
            for (var i = 0; i < 300; i++)
                hub.Store(i % 3 == 0 ? "Barn Door" : "Barn");
            hub.Events.Append("Barn Door|motion|moving");
        });

        var frames = await catalog.FramesAsync();
        frames.Count.ShouldBe(300);
        frames.ShouldAllBe(f => f.Width == 640 && f.Height == 480 && f.Size == Jpeg.Length && File.Exists(PathOf(f)));
        frames.Count(f => f.Camera == new Camera("Barn-Door", "Barn", "Door")).ShouldBe(100);
        (await catalog.EventsAsync()).ShouldHaveSingleItem().Type.ShouldBe("motion");
        Unsettled().ShouldBeEmpty();
        _board.Tiles().Select(t => t.Camera.Label).ShouldBe(["Barn", "Barn-Door"]);
    }

    [Fact]
    public async Task What_was_stored_while_nobody_noted_it_is_found_after_the_start_as_after_a_kill()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        await RunAsync(catalog, hub => hub.Store("Barn"));
        using (var state = StateFolder.Open(_settings.StateDirectory))
        {
            // As a killed hub leaves it: the day is noted, the frame and the line have no rows.
            new CatalogMemory(state, () => [], _context.Logger).Unsettle([new DateOnly(2026, 3, 1)]);
        }

        using (var events = new EventLog(HubFolders.Logs(_settings), Durability.Written, _time))
            events.Append("Barn|motion|moving");
        using (var folders = new DayFolders(HubFolders.Images(_settings), Durability.Written, _ => { }))
            NewStore(folders, null).Store("Barn"u8, FrameFormat.Jpg, Jpeg);

        await RunAsync(catalog, _ => { });

        (await catalog.FramesAsync()).Count.ShouldBe(2);
        (await catalog.EventsAsync()).Count.ShouldBe(1);
        Unsettled().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_catalog_takes_in_all_that_is_on_disk()
    {
        using (var first = new TestCatalog(DatabaseKind.Sqlite))
        {
            await RunAsync(first, hub =>
            {
                hub.Store("Barn");
                _time.Advance(TimeSpan.FromHours(1));
                hub.Store("Barn");
                hub.Events.Append("Barn|motion|moving");
            });
        }

        using var second = new TestCatalog(DatabaseKind.Sqlite);
        var feed = new LiveFeed();
        using var watcher = feed.Subscribe([ICameraBoard.DayTopic]);
        _board = new CameraBoard(_time, feed);
        await RunAsync(second, _ => { });

        (await second.FramesAsync()).Count.ShouldBe(2);
        (await second.EventsAsync()).Count.ShouldBe(1);
        _board.Tiles().ShouldHaveSingleItem().Newest!.Time.Day.ShouldBe(2);
        (await watcher.TakeAsync(CancellationToken.None).InTimeAsync()).Select(m => m.Payload).ShouldBe([new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2)], ignoreOrder: true);
    }

    [Fact]
    public async Task While_the_database_is_away_the_hub_goes_on_and_the_catalog_catches_up()
    {
        using var server = PostgresServer.Start();
        using var folder = new TemporaryFolder();
        using var home = new CatalogHome(DatabaseUrl.Parse(server.CreateDatabase("away"), "/"), "sink", folder.FullPath);
        await using (var hub = new RunningCatalog(this, home))
        {
            hub.Store("Barn");
            await ListedAsync(home, 1);

            server.Stop();
            for (var i = 0; i < 500; i++)
                hub.Store("Barn");
            await UntilAsync(() => _context.Degradations.ContainsKey("catalog"));
            _context.Degradations["catalog"].ShouldContain("127.0.0.1");

            server.Start();
            await ListedAsync(home, 501);
            await UntilAsync(() => !_context.Degradations.ContainsKey("catalog"));

            // That is said with the first rows; the next time is when all is done.
            var recoveries = _context.Said.Count(s => s == "+catalog");
            hub.Store("Barn");
            await ListedAsync(home, 502);
            await UntilAsync(() => _context.Said.Count(s => s == "+catalog") > recoveries);
        }

        Unsettled().ShouldBeEmpty();
    }

    [Fact]
    public async Task When_too_much_waits_for_the_database_the_files_tell_the_rest()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        using var state = StateFolder.Open(_settings.StateDirectory);
        var memory = new CatalogMemory(state, () => [], _context.Logger);
        var names = CameraNames.Open(state, _context.Logger);
        var queue = new CatalogQueue(capacity: 10);
        using var writer = NewWriter(catalog, memory, state, queue);
        using var recorder = new CatalogRecorder(memory, names, _board, queue, writer.Wake, _time, _context.Logger);
        using var folders = new DayFolders(HubFolders.Images(_settings), Durability.Written, recorder.Opening);
        var store = NewStore(folders, recorder);
        for (var i = 0; i < 50; i++)
            store.Store("Barn"u8, FrameFormat.Jpg, Jpeg);
        recorder.Drain();
        recorder.Missed.ShouldBe(40);

        writer.Start();
        await ListedAsync(catalog.Home, 50);
        writer.Stop(Patience.Limit);

        Unsettled().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_with_a_type_without_end_does_not_stop_the_catalog()
    {
        using var catalog = new TestCatalog(DatabaseKind.PostgreSql);
        var random = new Random(5);
        await RunAsync(catalog, hub =>
        {
            hub.Events.Append("Barn|" + string.Concat(Enumerable.Range(0, 6000).Select(_ => (char)random.Next(0x4E00, 0x9FFF))));
            hub.Events.Append("Barn|motion|moving\0");
            hub.Store("Barn");
        });

        (await catalog.EventsAsync()).Count.ShouldBe(2);
        (await catalog.FramesAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_who_ask_a_cold_catalog_at_once_do_not_wait_for_each_other()
    {
        using var catalog = new TestCatalog(DatabaseKind.PostgreSql);
        await RunAsync(catalog, hub =>
        {
            for (var i = 0; i < 50; i++)
                hub.Store($"Barn{i % 10}");
        });
        using var cold = new CatalogHome(DatabaseUrl.Parse(catalog.Url, "/"), "none", _settings.StateDirectory);
        var asked = new CameraCatalog(cold);

        var pages = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => asked.FramesAsync(new CatalogQuery(), default))).WaitAsync(Patience.Limit);

        pages.ShouldAllBe(p => p.Items.Count == 50);
    }

    [Fact]
    public async Task Retention_that_was_killed_and_then_finished_by_hand_is_compared_all_the_same()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        await RunAsync(catalog, hub =>
        {
            hub.Store("Barn");
            hub.Store("Barn");
        });
        var frames = await catalog.FramesAsync();
        var day = new DateOnly(2026, 3, 1);
        var killed = new CatalogRetirement(catalog.Home, _settings.StateDirectory, null);
        killed.Leaving(day);
        File.Delete(PathOf(frames[0])); // and nobody is told
        var next = new CatalogRetirement(catalog.Home, _settings.StateDirectory, null);
        next.Leaving(day);
        File.Delete(PathOf(frames[1]));
        next.Left(day, [new("Barn", frames[1].Time, FrameFormat.Jpg)], archived: false);
        next.Settled(day);

        await RunAsync(catalog, _ => { });

        (await catalog.FramesAsync()).ShouldBeEmpty();
        Directory.GetFiles(_settings.StateDirectory, "retiring-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_the_right_to_make_tables_the_catalog_lies_in_the_state_folder()
    {
        var name = "forbidden_" + Guid.NewGuid().ToString("N");
        PostgresServer.Shared.CreateDatabase(name);
        PostgresServer.Shared.Execute($"CREATE ROLE {name} LOGIN; REVOKE CREATE ON DATABASE {name} FROM PUBLIC");
        using var folder = new TemporaryFolder();
        using var home = new CatalogHome(DatabaseUrl.Parse(PostgresServer.Shared.UrlOf(name, name), "/"), "sink", folder.FullPath);
        await using (var hub = new RunningCatalog(this, home))
        {
            hub.Store("Barn");
            await ListedAsync(home, 1);
        }

        home.Url.ShouldStartWith("sqlite:///" + folder.FullPath);
        _context.Degradations.ShouldBeEmpty();
    }

    [Fact]
    public async Task Past_days_are_settled_once_nothing_more_can_come_to_them()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        await using var hub = new RunningCatalog(this, catalog.Home);
        hub.Store("Barn");
        _time.Advance(TimeSpan.FromMinutes(35)); // five past midnight
        hub.Store("Barn");
        await ListedAsync(catalog.Home, 2);
        Unsettled().ShouldBe([new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2)]);

        _time.Advance(TimeSpan.FromMinutes(10));
        hub.Store("Barn");
        await ListedAsync(catalog.Home, 3);
        await UntilAsync(() => Unsettled().SequenceEqual([new DateOnly(2026, 3, 2)]));
    }

    private string PathOf(FrameEntry frame) =>
        Path.Combine(HubFolders.Images(_settings), FrameFile.DayName(DateOnly.FromDateTime(frame.Time)), FrameFile.NameOf(frame));

    private FrameStore NewStore(DayFolders folders, ICatalogRecorder? recorder) =>
        new(folders, new FrameClock(_time), new DailyCap(null, null, folders.Count), new FreeSpaceGuard(_root.FullPath, 0, 0), recorder);

    private CatalogWriter NewWriter(TestCatalog catalog, CatalogMemory memory, StateFolder state, CatalogQueue queue) => new(
        catalog.Home, queue, memory, CameraNames.Open(state, _context.Logger), _board, Cameras.Catalog.Reconciling.FrameTree.Of(_settings), new(HubFolders.Logs(_settings)), new(_settings.StateDirectory), _context);

    private IReadOnlyList<DateOnly> Unsettled() =>
        System.Text.Json.JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(_settings.StateDirectory, CatalogState.FileName)), CatalogStateJson.Default.CatalogState)!.UnsettledDays;

    private async Task RunAsync(TestCatalog catalog, Action<RunningCatalog> work)
    {
        var before = _context.Said.Count(s => s == "+catalog");
        await using var hub = new RunningCatalog(this, catalog.Home);
        work(hub);
        await UntilAsync(() => _context.Said.Count(s => s == "+catalog") > before);
        await ListedAsync(catalog.Home, Directory.GetFiles(HubFolders.Images(_settings), "*.jpg", SearchOption.AllDirectories).Length);
    }

    /// <summary>Waits until so many frames are listed; the clock goes on meanwhile, as it does in life.</summary>
    private Task ListedAsync(CatalogHome home, int frames) => UntilAsync(() =>
    {
        try
        {
            return new CameraCatalog(home).FramesAsync(new CatalogQuery { Limit = CatalogQuery.MaxLimit }, default).GetAwaiter().GetResult().Items.Count == frames;
        }
        catch (CatalogException)
        {
            return false;
        }
    });

    private Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(condition, () => _time.Advance(TimeSpan.FromMilliseconds(10)));

    private sealed class RunningCatalog : IAsyncDisposable
    {
        private readonly StateFolder _state;
        private readonly HubCatalog _catalog;
        private readonly DayFolders _folders;
        private readonly FrameStore _store;

        internal RunningCatalog(HubCatalogTests test, CatalogHome home)
        {
            _state = StateFolder.Open(test._settings.StateDirectory);
            _catalog = new HubCatalog(test._settings, new HubCatalogParts("sink1", home, test._board), _state, new HubMetrics(test._metrics), test._context);
            _folders = new DayFolders(HubFolders.Images(test._settings), Durability.Written, _catalog.Recorder.Opening);
            _store = test.NewStore(_folders, _catalog.Recorder);
            Events = new EventLog(HubFolders.Logs(test._settings), Durability.Written, test._time, _catalog.Recorder);
        }

        internal EventLog Events { get; }

        internal void Store(string nodeAndView) => _store.Store(Encoding.UTF8.GetBytes(nodeAndView), FrameFormat.Jpg, Jpeg).ShouldBe(StoreOutcome.Stored);

        public async ValueTask DisposeAsync()
        {
            Events.Dispose();
            _folders.Dispose();
            await _catalog.DisposeAsync();
            _state.Dispose();
        }
    }
}
