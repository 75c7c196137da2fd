using System.Globalization;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Tests.Catalog;

public sealed class CatalogListingTests
{
    private static readonly DateTime Start = new(2026, 5, 1, 22, 0, 0, DateTimeKind.Unspecified);

    public static TheoryData<DatabaseKind> Kinds => TestCatalog.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_question_page_by_page_is_answered_as_a_sorted_list_would_be(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        var random = new Random(1);
        var frames = RandomFrames(random, 700);
        catalog.Tables.Add(frames);
        var events = RandomEvents(random, 400);
        catalog.Tables.Add(events);

        for (var i = 0; i < 60; i++)
        {
            var query = RandomQuery(random);
            (await PagesAsync(catalog.Asked.FramesAsync, query)).ShouldBe(
                Expected(frames, query, f => f.Camera, f => f.Time, f => FrameFile.MessageType(f.Format)), ignoreOrder: false, query.ToString());
            (await PagesAsync(catalog.Asked.EventsAsync, query)).ShouldBe(
                Expected(events, query, e => e.Camera, e => e.Time, e => e.Type), ignoreOrder: false, query.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Days_and_counts_are_those_of_the_frames(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        var random = new Random(2);
        var frames = RandomFrames(random, 500);
        catalog.Tables.Add(frames);
        for (var i = 0; i < 20; i++)
        {
            var query = RandomQuery(random) with { From = Start, To = Start.AddHours(random.Next(1, 60)), Limit = 100 };
            var expected = Expected(frames, query, f => f.Camera, f => f.Time, f => FrameFile.MessageType(f.Format));

            (await catalog.Asked.DaysAsync(query, default)).ShouldBe(expected.Select(f => DateOnly.FromDateTime(f.Time)).Distinct().OrderDescending());
            (await catalog.Asked.CountFramesAsync(query, TimeSpan.FromMinutes(30), default)).ShouldBe(
                expected.GroupBy(f => f.Time.AddTicks(-(f.Time.Ticks % TimeSpan.FromMinutes(30).Ticks))).OrderBy(g => g.Key).Select(g => new FrameCount(g.Key, g.Count())));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Cameras_and_types_are_listed_in_order(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        catalog.Tables.Add(RandomFrames(new Random(3), 50));
        catalog.Tables.Add(RandomEvents(new Random(3), 50));

        (await catalog.Asked.CamerasAsync(default)).ShouldBe(Cameras.OrderBy(c => c.Label, StringComparer.Ordinal));
        (await catalog.Asked.EventTypesAsync(default)).ShouldBe(["light", "motion"]);
    }

    [Fact]
    public async Task Data_sinks_that_share_a_server_see_their_own()
    {
        using var one = new TestCatalog(DatabaseKind.PostgreSql, "one");
        using var home = new CatalogHome(DatabaseUrl.Parse(one.Url, "/"), "two", "/");
        var frames = RandomFrames(new Random(4), 100);
        one.Tables.Add(frames);
        new CatalogTables(home.Writing, home.Sink).Add(frames.Take(10).ToList());

        (await one.FramesAsync()).Count.ShouldBe(frames.Count);
        (await new CameraCatalog(home).FramesAsync(new CatalogQuery { Limit = 1000 }, default)).Items.Count.ShouldBe(10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("9223372036854775807.-9223372036854775808.0")]
    public async Task A_cursor_of_numbers_is_a_place(string cursor)
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        (await catalog.Asked.FramesAsync(new CatalogQuery { Cursor = cursor }, default)).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("a.b.c")]
    [InlineData("1.2.3'; DROP TABLE camera_frames; --")]
    [InlineData("99999999999999999999.0.0")]
    public async Task Anything_else_is_refused_as_the_question_s_fault(string cursor)
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        var refused = await Should.ThrowAsync<CatalogException>(() => catalog.Asked.EventsAsync(new CatalogQuery { Cursor = cursor }, default));
        refused.IsQuestion.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(CatalogQuery.MaxLimit + 1)]
    public async Task A_limit_beyond_bounds_is_refused(int limit)
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        var refused = await Should.ThrowAsync<CatalogException>(() => catalog.Asked.FramesAsync(new CatalogQuery { Limit = limit }, default));
        refused.Message.ShouldContain(limit.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task No_page_is_sorted_by_the_database_so_that_its_cost_does_not_grow_with_the_tables()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        catalog.Tables.Add(RandomFrames(new Random(5), 200));
        await using var connection = catalog.Home.Writing.Connect();
        foreach (var condition in new[]
        {
            "series = 1 AND (time, series, format) < (5, 1, 0)",
            "series = 1 AND time >= 1 AND time < 9 AND (time, series, format) < (5, 1, 0)",
            "+series IN (SELECT id FROM camera_series WHERE sink = '') AND time >= 3 AND (time, series, format) < (5, 1, 0)",
        })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN SELECT time, series, format, series, size FROM camera_frames WHERE {condition} ORDER BY time DESC, series DESC, format DESC LIMIT 100";
            await using var reader = await command.ExecuteReaderAsync();
            var plan = new List<string>();
            while (await reader.ReadAsync())
                plan.Add(reader.GetString(3));
            plan.ShouldContain(step => step.StartsWith("SEARCH camera_frames", StringComparison.Ordinal));
            plan.ShouldNotContain(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal), string.Join('\n', plan));
        }
    }

    private static Camera[] Cameras { get; } = [new("Barn", "Barn", ""), new("Barn-Door", "Barn", "Door"), new("north-gate-lens-2", "north-gate", "lens 2")];

    private static List<FrameEntry> RandomFrames(Random random, int count)
    {
        var frames = new List<FrameEntry>();
        var time = Start;
        for (var i = 0; i < count; i++)
        {
            // Several frames of one time, too: another camera, another format.
            if (random.Next(4) != 0)
                time = time.AddTicks(random.NextInt64(1, 2 * TimeSpan.TicksPerMinute * 5) / 10 * 10);
            var camera = Cameras[random.Next(Cameras.Length)];
            var format = (FrameFormat)random.Next(3);
            if (!frames.Exists(f => f.Time == time && f.Camera == camera && f.Format == format))
                frames.Add(new FrameEntry(camera, time, format, random.Next(1, 1 << 20), random.Next(2) == 0 ? null : 640, 480, random.Next(5) == 0));
        }

        return frames;
    }

    private static List<EventEntry> RandomEvents(Random random, int count)
    {
        var time = Start;
        var ordinal = 0;
        var events = new List<EventEntry>();
        for (var i = 0; i < count; i++)
        {
            if (random.Next(3) != 0)
            {
                time = time.AddMilliseconds(random.Next(1, 600_000));
                ordinal = 0;
            }

            var camera = Cameras[random.Next(Cameras.Length)];
            var type = random.Next(2) == 0 ? "motion" : "light";
            events.Add(new EventEntry((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond * 4096 + ordinal++, camera, time, type, $"{camera.Node} {camera.View}|{type}|{i} 'quoted' ünï"));
        }

        return events;
    }

    private static CatalogQuery RandomQuery(Random random) => new()
    {
        Node = random.Next(3) switch { 0 => "Barn", 1 when random.Next(3) == 0 => "nobody", _ => null },
        View = random.Next(4) switch { 0 => "", 1 => "Door", _ => null },
        Type = random.Next(5) switch { 0 => "jpg", 1 => "motion", 2 => "image", _ => null },
        From = random.Next(3) == 0 ? Start.AddMinutes(random.Next(0, 2000)) : null,
        To = random.Next(3) == 0 ? Start.AddMinutes(random.Next(0, 3000)) : null,
        OldestFirst = random.Next(2) == 0,
        Limit = random.Next(1, 120),
    };

    private static async Task<List<T>> PagesAsync<T>(Func<CatalogQuery, CancellationToken, Task<CatalogPage<T>>> ask, CatalogQuery query)
    {
        var all = new List<T>();
        for (string? cursor = null; ;)
        {
            var page = await ask(query with { Cursor = cursor }, CancellationToken.None);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            all.AddRange(page.Items);
            cursor = page.Next;
            if (cursor is null)
                return Ordered(all);
            page.Items.Count.ShouldBe(query.Limit);
        }
    }

    /// <summary>Rows of one time stand in an order of the database's own: only their times are compared, and which there are.</summary>
    private static List<T> Ordered<T>(List<T> entries)
    {
        DateTime[] times = [.. entries.Select(TimeOf)];
        times.ShouldBe(times.Length > 1 && times[0] > times[^1] ? times.OrderDescending() : times.Order());
        return [.. entries.OrderBy(TimeOf).ThenBy(e => e!.ToString(), StringComparer.Ordinal)];
    }

    private static List<T> Expected<T>(List<T> all, CatalogQuery query, Func<T, Camera> camera, Func<T, DateTime> time, Func<T, string> type) =>
        [.. all.Where(e => (query.Node is null || camera(e).Node == query.Node) && (query.View is null || camera(e).View == query.View)
                && (query.Type is null || type(e) == query.Type) && (query.From is null || time(e) >= query.From) && (query.To is null || time(e) < query.To))
            .OrderBy(TimeOf).ThenBy(e => e!.ToString(), StringComparer.Ordinal)];

    private static DateTime TimeOf<T>(T entry) => entry switch
    {
        FrameEntry frame => frame.Time,
        EventEntry message => message.Time,
        _ => default,
    };
}
