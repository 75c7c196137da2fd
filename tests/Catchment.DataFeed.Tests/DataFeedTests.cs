using System.Globalization;
using System.Text.Json;

namespace Catchment.DataFeed.Tests;

public sealed class DataFeedTests : IClassFixture<PumpFixture>, IAsyncLifetime, IAsyncDisposable
{
    private const string Person = "3f1c0a9e07aa11efb942dca63261a32e";
    private const string Car = "5b60d2c407ab11ef8f1edca63261a32e";
    private const string Messy = "a7733c1e087711ef8f1edca63261a32e";
    private const string Locked = "91ab77d0087511efb942dca63261a32e";
    private const string Unknown = "00000000000000000000000000000000";
    private static readonly DateOnly Day1 = new(2024, 5, 1);
    private static readonly DateOnly Day2 = new(2024, 5, 2);

    private readonly DataFeed _feed;

    public DataFeedTests(PumpFixture pump) => _feed = new DataFeed(pump.Address, clock: new ClockAt(new DateTime(2024, 5, 1, 12, 0, 0)));

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    [Fact]
    public async Task Days() =>
        (await _feed.GetDateListAsync()).ShouldBe([new(2024, 5, 5), new(2024, 5, 4), new(2024, 5, 3), Day2, Day1]);

    [Theory]
    [InlineData("idx day1", 1)]
    [InlineData("idx day2", 2)]
    [InlineData("idx short row", 3)]
    [InlineData("idx empty file", 4)]
    public async Task The_index_of_a_day(string vector, int day)
    {
        var rows = await _feed.GetDateIndexAsync(new DateOnly(2024, 5, day));
        rows.ShouldBe(Rows(vector).Select(r => new IndexRow(
            r[0].GetString(), r[1].GetString(), Time(r[2]), r[3].GetString(), Number(r[4]), Number(r[5]), r[6].GetString())));
    }

    [Fact]
    public async Task Without_a_date_the_index_is_todays() => (await _feed.GetDateIndexAsync()).Count.ShouldBe(8);

    [Theory]
    [InlineData("evt person trk", Person, "trk")]
    [InlineData("evt person fr1", Person, "fr1")]
    [InlineData("evt car trk", Car, "trk")]
    [InlineData("evt car vsp", Car, "vsp")]
    public async Task Tracking_data(string vector, string evt, string type)
    {
        var rows = await _feed.GetTrackingDataAsync(Day1, evt, type);
        rows.ShouldBe(Rows(vector).Select(r => new TrackingRow(
            Time(r[0]), r[1].GetString(), r[2].GetString(), Number(r[3]), Number(r[4]), Number(r[5]), Number(r[6]), TimeSpan.FromTicks(r[7].GetInt64() / 100))));
    }

    [Fact]
    public async Task Missing_values_of_a_tracking_row_are_null()
    {
        var rows = await _feed.GetTrackingDataAsync(Day2, Messy);
        rows.Count.ShouldBe(6);
        rows.ShouldContain(row => row.X1 == null || row.ClassName == null);
    }

    [Theory]
    [InlineData("7c02f19007b011efb942dca63261a32e")]
    [InlineData(Unknown)]
    public async Task An_empty_tracking_set_is_told(string evt)
    {
        var told = await Should.ThrowAsync<TrackingSetEmptyException>(() => _feed.GetTrackingDataAsync(Day1, evt));
        (told.Date, told.Event, told.Type).ShouldBe((Day1, evt, "trk"));
    }

    [Fact]
    public async Task Pictures_of_an_event()
    {
        var times = await _feed.GetImageListAsync(Day1, Person);
        times.ShouldBe(PumpVectors.Decoded("img person").GetProperty("items").EnumerateArray().Select(t => Time(t)!.Value));
        var told = await Should.ThrowAsync<ImageSetEmptyException>(() => _feed.GetImageListAsync(Day1, Unknown));
        (told.Date, told.Event).ShouldBe((Day1, Unknown));
    }

    [Fact]
    public async Task A_picture() =>
        PumpVectors.Sha256(await _feed.GetImageJpgAsync(Day1, Person, new DateTime(2024, 5, 1, 7, 32, 12).AddMicroseconds(856029)))
            .ShouldBe(PumpVectors.Decoded("pic person").GetProperty("sha256").GetString());

    [Fact]
    public async Task A_picture_of_a_whole_second_is_asked_for_by_its_name_on_disk() =>
        PumpVectors.Sha256(await _feed.GetImageJpgAsync(Day2, Messy, new DateTime(2024, 5, 2, 12, 0, 0)))
            .ShouldBe(PumpVectors.Decoded("pic whole second, name as on disk").GetProperty("sha256").GetString());

    [Fact]
    public async Task Deleting()
    {
        (await _feed.DeleteEventAsync(Day2, Locked)).ShouldBe(DeleteOutcome.Locked);
        (await _feed.DeleteEventAsync(Day2, Messy)).ShouldBe(DeleteOutcome.Ok);
        (await _feed.DeleteEventAsync(Day1, "no such")).ShouldBe(DeleteOutcome.Error);
    }

    [Fact]
    public async Task Health() => (await _feed.HealthCheckAsync()).ShouldBeTrue();

    [Fact]
    public async Task A_refusal_is_told_at_once_and_the_next_request_works()
    {
        (await Should.ThrowAsync<DataFeedException>(() => _feed.GetDateIndexAsync(new DateOnly(2024, 5, 5)))).Reply.ShouldBe("Exception");
        (await _feed.HealthCheckAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Events_of_a_day_of_a_range_of_one_id_and_of_a_file()
    {
        (await List(new EventList(_feed) { Type = "vsp" })).ShouldBe([new(Day1, Car)]);
        (await List(new EventList(_feed) { Date1 = Day1, Date2 = Day2 })).Select(e => e.Date).ShouldBe([.. Enumerable.Repeat(Day2, 4), .. Enumerable.Repeat(Day1, 4)]);
        (await List(new EventList(_feed) { Date1 = Day1, Date2 = Day2, Event = Unknown })).ShouldBe([new(Day2, Unknown)]);

        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["events.txt"], $"2024-05-01 {Car} blue\n\n2024-05-02\t{Messy}\n");
        (await List(new EventList(_feed) { File = folder["events.txt"] })).ShouldBe([new(Day1, Car), new(Day2, Messy)]);
        await File.WriteAllTextAsync(folder["events.txt"], "# comment\n");
        (await Should.ThrowAsync<InvalidDataException>(() => List(new EventList(_feed) { File = folder["events.txt"] }))).Message.ShouldContain("line 1");
    }

    [Fact]
    public async Task The_originals_lists_and_pictures_are_read_and_its_tables_refused()
    {
        var (pump, address) = PumpVectors.Start("original");
        using var ended = pump;
        await using var feed = new DataFeed(address);
        (await feed.GetDateListAsync()).Count.ShouldBe(5);
        (await feed.GetImageListAsync(Day1, Person)).Count.ShouldBe(12);
        (await Should.ThrowAsync<DataFeedException>(() => feed.GetDateIndexAsync(Day1))).Message.ShouldContain("upgrade the pump");
    }

    private static async Task<EventReference[]> List(EventList events)
    {
        var found = new List<EventReference>();
        await foreach (var one in events) found.Add(one);
        return [.. found];
    }

    private static JsonElement.ArrayEnumerator Rows(string vector) => PumpVectors.Decoded(vector).GetProperty("rows").EnumerateArray();

    private static DateTime? Time(JsonElement iso) =>
        iso.GetString() is { } text ? DateTime.Parse(text.Length > 27 ? text[..27] : text, CultureInfo.InvariantCulture) : null;

    private static long? Number(JsonElement number) => number.ValueKind == JsonValueKind.Null ? null : (long)number.GetDouble();

    private sealed class ClockAt(DateTime now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);
    }
}
