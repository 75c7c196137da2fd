using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Recordings.Indexing;
using Catchment.Cameras.Recordings.Tables;
using Catchment.Cameras.Tests.Catalog;
using Catchment.Cameras.Tests.Hub;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;

namespace Catchment.Cameras.Tests.Recordings;

/// <summary>The service: what is told, what is found, what the database and the disk do meanwhile.</summary>
public sealed class RecordingServiceTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 2, 10, 12, 0, 0);

    /// <summary>Who is waited for gives way to every other thread: one that asks without a pause would starve it, and its neighbours among the tests.</summary>

    private readonly EventTree _tree = new();
    private readonly ManualTime _time = new(new DateTime(2026, 3, 1, 12, 0, 0));
    private readonly RecordedContext _context;
    private readonly NodeMetrics _metrics;
    private readonly RecordingNotes _notes = new();

    public RecordingServiceTests()
    {
        _context = new RecordedContext(_time);
        _metrics = new NodeMetrics(_time, "1");
    }

    public static TheoryData<DatabaseKind> Kinds => TestCatalog.Kinds;

    public void Dispose()
    {
        _metrics.Dispose();
        _tree.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_folder_of_any_age_is_taken_in_by_itself_and_live_events_are_followed(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        RandomEvents.Fill(_tree, new Random(1), 0, 40);
        await using var service = Start(catalog.Home);
        await EqualAsync(catalog.Home);

        var key = _tree.Add(1000, "alpha5", "PiCam3", Noon, 0, ("trk", []));
        _notes.Started(key, "alpha5", "PiCam3");
        await EqualAsync(catalog.Home);
        _tree.AddPictures(key, 3);
        _notes.Changed(key);
        await EqualAsync(catalog.Home);
        _tree.AddSet(key, "fr1", "Ann: 99.61% (0.5|-0.1|1|1)");
        _notes.Ended(key);
        await EqualAsync(catalog.Home);
        _tree.Delete(key);
        _notes.Deleted(key);
        await EqualAsync(catalog.Home);
        var totals = _metrics.ForService(RecordingMetrics.Service);
        await Eventually.TrueAsync(() => totals.Totals is { Received: > 41, Sent: > 41, Discarded: >= 1 });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Whatever_happens_to_the_files_the_catalog_follows_told_or_not(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        var random = new Random(7);
        var keys = new List<EventKey>();
        await using var service = Start(catalog.Home);
        for (var i = 0; i < 60; i++)
        {
            var isTold = random.Next(3) != 0;
            switch (random.Next(keys.Count == 0 ? 1 : 5))
            {
                case 0 or 1:
                    var (node, view) = RandomEvents.View(random);
                    keys.Add(_tree.Add(i, node, view, Noon.AddHours(random.Next(-30, 30)).AddMilliseconds(i), random.Next(4), RandomEvents.Sets(random)));
                    Tell(_notes.Changed, keys[^1]);
                    break;
                case 2:
                    var key = keys[random.Next(keys.Count)];
                    keys.Remove(key);
                    _tree.Delete(key);
                    Tell(_notes.Deleted, key);
                    break;
                case 3:
                    _tree.AddPictures(keys[^1], random.Next(1, 4));
                    Tell(_notes.Changed, keys[^1]);
                    break;
                default:
                    var type = "t" + i;
                    _tree.AddSet(keys[^1], type, "cat: 0.5");
                    Tell(_notes.Changed, keys[^1]);
                    break;
            }

            if (i % 20 == 19)
                await EqualAsync(catalog.Home);

            void Tell(Action<EventKey> how, EventKey what)
            {
                if (isTold)
                    how(what);
            }
        }

        if (keys.Count > 0)
            _tree.DeleteDay(keys[0].Day);
        await EqualAsync(catalog.Home);
    }

    [Fact]
    public async Task What_changed_while_nobody_looked_is_found_at_the_next_start_and_a_new_catalog_is_filled()
    {
        RandomEvents.Fill(_tree, new Random(3), 0, 20);
        using (var catalog = new TestCatalog(DatabaseKind.Sqlite))
        {
            await using (Start(catalog.Home))
                await EqualAsync(catalog.Home);
            _tree.Delete(_tree.Expected[3].Key);
            _tree.AddPictures(_tree.Expected[0].Key, 2);
            RandomEvents.Fill(_tree, new Random(4), 100, 5);
            await using (Start(catalog.Home))
                await EqualAsync(catalog.Home);
        }

        using var another = new TestCatalog(DatabaseKind.Sqlite);
        await using (Start(another.Home))
            await EqualAsync(another.Home);
    }

    [Fact]
    public async Task A_set_that_grew_unseen_on_a_quiet_day_is_found_at_the_next_start()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        var key = _tree.Add(1, "alpha5", "PiCam3", Noon, 1, ("trk", ["person: 0.9"]), ("obj", ["person: 0.9"]));
        await using (Start(catalog.Home))
        {
            await EqualAsync(catalog.Home);
            await UntilAsync(() => new RecordingTables(catalog.Home.Writing, catalog.Home.Sink).Days()[key.Day] is not null);
        }

        _tree.GrowSet(key, "obj", "person: 0.9", "dog: 0.7");
        await using (Start(catalog.Home))
            await EqualAsync(catalog.Home);
    }

    [Fact]
    public async Task While_the_database_is_away_changes_wait_and_are_caught_up()
    {
        using var server = PostgresServer.Start();
        using var folder = new TemporaryFolder();
        using var home = new CatalogHome(DatabaseUrl.Parse(server.CreateDatabase("away"), "/"), "sink", folder.FullPath);
        RandomEvents.Fill(_tree, new Random(5), 0, 10);
        await using var service = Start(home);
        await EqualAsync(home);

        server.Stop();
        for (var i = 0; i < 20; i++)
            _notes.Ended(_tree.Add(500 + i, "east", "Front", Noon.AddMinutes(i), 1, ("trk", ["car: 0.5"])));
        await UntilAsync(() => _context.Degradations.ContainsKey("catalog"));
        server.Start();

        await EqualAsync(home);
        await UntilAsync(() => !_context.Degradations.ContainsKey("catalog"));
    }

    [Fact]
    public async Task A_disk_that_is_not_mounted_takes_nothing_out_of_the_catalog()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        RandomEvents.Fill(_tree, new Random(6), 0, 10);
        await using var service = Start(catalog.Home);
        await EqualAsync(catalog.Home);

        Directory.Move(_tree.Folders.Csv, _tree.Folders.Csv + ".away");
        _notes.Changed(_tree.Expected[0].Key);
        await UntilAsync(() => _context.Degradations.ContainsKey("files"));
        Directory.CreateDirectory(_tree.Folders.Csv); // the empty mount point
        _time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => _context.Degradations.GetValueOrDefault("files")?.Contains("empty", StringComparison.Ordinal) == true);
        (await ListedAsync(catalog.Home)).Count.ShouldBe(10);

        Directory.Delete(_tree.Folders.Csv);
        Directory.Move(_tree.Folders.Csv + ".away", _tree.Folders.Csv);
        _tree.Delete(_tree.Expected[0].Key);
        _time.Advance(TimeSpan.FromMinutes(2));
        await EqualAsync(catalog.Home);
        await UntilAsync(() => _context.Degradations.Count == 0);
    }

    [Fact]
    public async Task Without_the_right_to_make_tables_the_catalog_lies_in_the_state_folder()
    {
        var name = "forbidden_" + Guid.NewGuid().ToString("N");
        PostgresServer.Shared.CreateDatabase(name);
        PostgresServer.Shared.Execute($"CREATE ROLE {name} LOGIN; REVOKE CREATE ON DATABASE {name} FROM PUBLIC");
        using var home = new CatalogHome(DatabaseUrl.Parse(PostgresServer.Shared.UrlOf(name, name), "/"), "sink", _tree.State);
        RandomEvents.Fill(_tree, new Random(8), 0, 5);
        await using var service = Start(home);
        await EqualAsync(home);
        home.Url.ShouldStartWith("sqlite:///" + _tree.State);
    }

    [Fact]
    public async Task A_day_that_cannot_be_read_does_not_keep_the_others_waiting()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        _tree.Add(1, "east", "Front", Noon, 1, ("trk", ["car: 1"]));
        var broken = _tree.Folders.IndexOf(new DateOnly(2026, 2, 20));
        Directory.CreateDirectory(Path.GetDirectoryName(broken)!);
        using (var file = File.Create(broken))
            file.SetLength(2L << 30); // more than is read
        await using var service = Start(catalog.Home);
        await UntilAsync(() => _context.Degradations.ContainsKey("files"));
        await EqualAsync(catalog.Home);

        File.Delete(broken);
        await UntilAsync(() => _context.Degradations.Count == 0);
    }

    private Running Start(CatalogHome home) => new(this, home);

    private Task EqualAsync(CatalogHome home) => UntilAsync(() =>
    {
        try
        {
            return ListedAsync(home).GetAwaiter().GetResult().SequenceEqual(_tree.Expected.Select(RecordingListingTests.Text), StringComparer.Ordinal);
        }
        catch (CatalogException)
        {
            return false;
        }
    });

    private static async Task<List<string>> ListedAsync(CatalogHome home)
    {
        var page = await new RecordingCatalog(home).RecordingsAsync(new RecordingQuery { Limit = CatalogQuery.MaxLimit }, default);
        return [.. page.Items.OrderByDescending(r => r.Start).ThenBy(r => r.Key.Id, StringComparer.Ordinal).Select(RecordingListingTests.Text)];
    }

    private Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(condition, () => _time.Advance(TimeSpan.FromMilliseconds(500)));

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private readonly Task _run;

        internal Running(RecordingServiceTests test, CatalogHome home)
        {
            var service = new RecordingService("sink1", test._tree.State, home, test._tree.Files, test._notes, new RecordingMetrics(test._metrics));
            _run = Task.Run(() => service.RunAsync(test._context, _stopping.Token));
        }

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _run.InTimeAsync();
            _stopping.Dispose();
        }
    }
}
