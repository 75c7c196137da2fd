using System.Globalization;
using System.Text.Json;
using Catchment.Cameras.Catalog;
using Catchment.Core.Databases;

namespace Catchment.Interop.Tests.Hub;

/// <summary>Kills and outages: afterwards the catalog equals the files and the log.</summary>
[Collection(Alone.Name)]
public sealed class CatalogDurabilityTests : IDisposable
{
    private const int Senders = 4;

    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void After_kill_9_under_load_the_next_start_completes_the_catalog(string kind)
    {
        var random = new Random(99);
        var database = Database(kind);
        for (var round = 0; round < (Full ? 20 : 3); round++)
        {
            using (var hub = StartHub(database))
            using (var load = new Load(hub.Endpoint, random.Next(1000).ToString(CultureInfo.InvariantCulture)))
            {
                var before = hub.Frames().Count;
                var wanted = before + random.Next(50, 2000);
                Eventually.True(() => hub.Frames().Count >= wanted, "frames are stored");
                hub.Kill();
            }

            using (var next = StartHub(database))
            {
                ImageZmqSender.Run("req", next.Endpoint, "after", "3", "1000").ShouldBe("ok 3");
                Eventually.True(() => Listed(database).Count == next.Frames().Count, "the catalog is complete");
                next.Terminate().ShouldBe(0);
            }

            ShouldEqualTheFiles(database);
        }
    }

    [Fact]
    public void A_rebuild_that_is_killed_may_be_begun_again()
    {
        var database = Database("sqlite");
        using (var hub = StartHub(database))
        {
            ImageZmqSender.Run("req", hub.Endpoint, "cam", "3000", "500").ShouldBe("ok 3000");
            hub.Terminate().ShouldBe(0);
        }

        var random = new Random(7);
        for (var round = 0; round < (Full ? 20 : 3); round++)
        {
            RemoveCatalog();
            foreach (var frame in Directory.GetFiles(_root["data/images"], "*.jpg", SearchOption.AllDirectories).Take(100))
                File.Delete(frame);
            using (var rebuild = CommandLine.Start(_root.FullPath, "events", "rebuild", $"database.url={database}", $"hub.data_directory={_root["data"]}"))
            {
                var bytes = random.Next(100_000);
                Eventually.True(() => rebuild.HasExited || new FileInfo(_root["catalog.db-wal"]) is { Exists: true } log && log.Length > bytes, "the rebuild writes");
                rebuild.Kill();
                rebuild.WaitForExit();
            }

            Rebuild(database);
            ShouldEqualTheFiles(database);
        }
    }

    [Fact]
    public void After_kill_9_during_retention_the_catalog_equals_what_is_left()
    {
        var database = Database("sqlite");
        var random = new Random(3);
        var newest = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime).AddDays(-1);
        for (var round = 0; round < (Full ? 20 : 3); round++)
        {
            RemoveCatalog(); // a new one takes in what the test puts there
            for (var day = 0; day < 4; day++)
                MakeDay(newest.AddDays(-day * 3), frames: 300);
            var left = random.Next(301, 1200);
            using (var hub = StartHub(database, "hub.retention.keep_days=2", "hub.retention.pace=3000"))
            {
                Eventually.True(() => hub.Frames().Count < left, "retention is at work");
                hub.Kill();
            }

            using (var next = StartHub(database, "hub.retention.keep_days=2", "hub.retention.pace=0"))
            {
                Eventually.True(() => next.Frames().Count == 300 && Listed(database).Count == 300, "what has to leave has left, the catalog too");
                next.Terminate().ShouldBe(0);
            }

            ShouldEqualTheFiles(database);
        }
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_under_load_the_hub_goes_on_and_the_catalog_catches_up()
    {
        using var server = PostgresServer.Start();
        var database = server.CreateDatabase("hub");
        using var hub = StartHub(database);
        using (var load = new Load(hub.Endpoint, "steady"))
        {
            Eventually.True(() => Listed(database).Count > 0, "the catalog is written");
            server.Stop();
            hub.WaitForLog(new("degraded|does not take", System.Text.RegularExpressions.RegexOptions.NonBacktracking));
            var before = hub.Frames().Count;
            if (Full)
                await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System);
            Eventually.True(() => hub.Frames().Count > before + 1000, "the hub goes on");
            server.Start();
        }

        // What came and the reply of which nobody saw is stored, too.
        Eventually.True(() => Listed(database).Count == hub.Frames().Count, "the catalog has caught up");
        (await hub.MetricAsync("catchment_hub_errors_total{kind=\"not_stored\"}")).ShouldBe(0);
        hub.Terminate().ShouldBe(0);
        ShouldEqualTheFiles(database);
    }

    [Fact]
    public void Events_are_listed_by_filters_and_as_json()
    {
        var database = Database("sqlite");
        using var hub = StartHub(database);
        foreach (var text in new[] { "Barn Door|motion|moving", "Barn|humidity|41 %", "north-gate lens 2|motion|still \u001b[31m" })
            ImageZmqSender.SendJpeg(hub.Endpoint, text, Path.Combine(AppContext.BaseDirectory, "Hub", "Vectors", "jpg.frame2.bin")).ShouldBe("OK");
        Eventually.True(() => List(database).Count == 3, "the events are listed");

        List(database, "--node", "Barn").Select(e => e.GetProperty("text").GetString()).ShouldBe(["Barn|humidity|41 %", "Barn Door|motion|moving"]);
        List(database, "--type", "motion", "--oldest-first", "-n", "1").ShouldHaveSingleItem().GetProperty("view").GetString().ShouldBe("Door");
        List(database, "--to", "2020-01-01").ShouldBeEmpty();
        CommandLine.Run(_root.FullPath, "events", "list", $"database.url={database}").ShouldNotContain('\u001b');
    }

    private string Database(string kind) =>
        kind == "sqlite" ? "sqlite:///" + _root["catalog.db"] : PostgresServer.Shared.CreateDatabase("interop_" + Guid.NewGuid().ToString("N"));

    private HubProcess StartHub(string database, params string[] words) => HubProcess.Start(_root["data"], words: [$"database.url={database}", "hub.reply_budget=20", .. words]);

    private void RemoveCatalog()
    {
        foreach (var file in Directory.GetFiles(_root.FullPath, "catalog.db*"))
            File.Delete(file);
    }

    private void MakeDay(DateOnly day, int frames)
    {
        var folder = Path.Combine(_root["data/images"], FrameFile.DayName(day));
        Directory.CreateDirectory(folder);
        for (var i = 0; i < frames; i++)
            File.WriteAllBytes(Path.Combine(folder, FrameFile.NameOf("Barn", day.ToDateTime(new TimeOnly(12, 0)).AddSeconds(i), FrameFormat.Jpg)), [0xFF, 0xD8, 0xFF, 0xD9]);
    }

    private List<JsonElement> List(string database, params string[] arguments) =>
        [.. CommandLine.Run(_root.FullPath, ["events", "list", "--json", .. arguments, $"database.url={database}"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    /// <summary>All frames of the catalog, asked without a process of its own.</summary>
    private HashSet<string> Listed(string database)
    {
        using var home = new CatalogHome(DatabaseUrl.Parse(database, _root.FullPath), Environment.MachineName, _root["data/.catchment"]);
        var catalog = new CameraCatalog(home);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var query = new CatalogQuery { Limit = CatalogQuery.MaxLimit };
        try
        {
            do
            {
                var page = catalog.FramesAsync(query, CancellationToken.None).GetAwaiter().GetResult();
                paths.UnionWith(page.Items.Select(f => $"images/{FrameFile.DayName(DateOnly.FromDateTime(f.Time))}/{FrameFile.NameOf(f)}"));
                query = query with { Cursor = page.Next };
            }
            while (query.Cursor is not null);
        }
        catch (CatalogException)
        {
            // The database is away.
        }

        return paths;
    }

    private string Rebuild(string database) =>
        CommandLine.Run(_root.FullPath, "events", "rebuild", "--json", $"database.url={database}", $"hub.data_directory={_root["data"]}").Trim();

    private void ShouldEqualTheFiles(string database)
    {
        var files = Directory.GetFiles(_root["data/images"], "*.jpg", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_root["data"], f)).ToHashSet(StringComparer.Ordinal);
        var listed = Listed(database);
        files.Except(listed).ShouldBeEmpty();
        listed.Except(files).ShouldBeEmpty();
        Rebuild(database).ShouldEndWith("\"added\":0,\"removed\":0}");
    }

    /// <summary>Cameras that send frames until they are ended.</summary>
    private sealed class Load : IDisposable
    {
        private readonly ImageZmqSender[] _senders;

        internal Load(string endpoint, string name)
        {
            _senders = [.. Enumerable.Range(0, Senders).Select(i => ImageZmqSender.Start("acked", endpoint, $"{name}-{i}", "1000"))];
            foreach (var sender in _senders)
                sender.ReadLine().ShouldBe("0");
        }

        public void Dispose()
        {
            foreach (var sender in _senders)
                sender.EndAcknowledged().ShouldNotBeNull();
            foreach (var sender in _senders)
                sender.Dispose();
        }
    }
}
