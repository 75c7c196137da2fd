using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Recordings.Indexing;
using Catchment.Cameras.Recordings.Tables;
using Catchment.Cameras.Tests.Catalog;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Tests.Recordings;

public sealed class RecordingListingTests : IDisposable
{
    private readonly EventTree _tree = new();

    public static TheoryData<DatabaseKind> Kinds => TestCatalog.Kinds;

    public void Dispose() => _tree.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_question_page_by_page_is_answered_as_a_sorted_list_would_be(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        var random = new Random(1);
        RandomEvents.Fill(_tree, random, 0, 250);
        Index(catalog);
        var asked = new RecordingCatalog(catalog.Home);

        for (var i = 0; i < 80; i++)
        {
            var query = RandomEvents.Query(random);
            var expected = Expected(query);
            (await PagesAsync(asked, query)).ShouldBe(expected.Select(Text), ignoreOrder: false, query.ToString());
            (await asked.DaysAsync(query, default)).ShouldBe(
                expected.GroupBy(r => DateOnly.FromDateTime(r.Start)).Select(g => new RecordingDay(g.Key, g.Count())).OrderByDescending(d => d.Day), ignoreOrder: false, query.ToString());
        }

        (await asked.ViewsAsync(default)).ShouldBe(_tree.Expected.Select(r => new RecordingView(r.Node, r.View)).Distinct().OrderBy(v => v.Node, StringComparer.Ordinal).ThenBy(v => v.View, StringComparer.Ordinal));
        (await asked.LabelsAsync(default)).ShouldBe(_tree.Expected.SelectMany(r => r.Labels).Distinct().Order(StringComparer.Ordinal));
        (await asked.TypesAsync(default)).ShouldBe(_tree.Expected.SelectMany(r => r.Sets).Select(s => s.Type).Distinct().Order(StringComparer.Ordinal));
        foreach (var recording in _tree.Expected.Take(5))
            Text((await asked.RecordingAsync(recording.Key, default))!).ShouldBe(Text(recording));
        (await asked.RecordingAsync(new EventKey(new DateOnly(2026, 2, 10), "unknown"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Data_sinks_that_share_a_server_see_their_own()
    {
        using var one = new TestCatalog(DatabaseKind.PostgreSql, "one");
        using var home = new CatalogHome(DatabaseUrl.Parse(one.Url, "/"), "two", "/");
        RandomEvents.Fill(_tree, new Random(2), 0, 20);
        Index(one);
        using var tree = new EventTree();
        RandomEvents.Fill(tree, new Random(2), 0, 5);
        Index(home, tree);

        (await new RecordingCatalog(one.Home).RecordingsAsync(new RecordingQuery(), default)).Items.Count.ShouldBe(20);
        (await new RecordingCatalog(home).RecordingsAsync(new RecordingQuery(), default)).Items.Count.ShouldBe(5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_view_that_very_many_nodes_have_is_found_all_the_same(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        for (var i = 0; i < 150; i++)
            _tree.Add(i, $"node{i % 75}", i % 2 == 0 ? "Common" : "Other", RandomEvents.Start.AddSeconds(i), 0, ("trk", ["cat: 1"]));
        Index(catalog);

        foreach (var query in new RecordingQuery[] { new() { View = "Common", Limit = 7 }, new() { View = "Common", Label = "cat", Limit = 50, OldestFirst = true } })
            (await PagesAsync(new RecordingCatalog(catalog.Home), query)).ShouldBe(Expected(query).Select(Text));
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("a.b.c")]
    [InlineData("1.2.3'; DROP TABLE camera_recordings; --")]
    public async Task What_is_no_cursor_is_refused_as_the_question_s_fault(string cursor)
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        var asked = new RecordingCatalog(catalog.Home);
        (await Should.ThrowAsync<CatalogException>(() => asked.RecordingsAsync(new RecordingQuery { Cursor = cursor }, default))).IsQuestion.ShouldBeTrue();
        (await Should.ThrowAsync<CatalogException>(() => asked.RecordingsAsync(new RecordingQuery { Limit = 0 }, default))).IsQuestion.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Texts_that_a_database_does_not_hold_or_that_have_no_end_are_listed_all_the_same(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        var endless = new string('ü', 5000);
        _tree.Add(1, "n\0ode" + endless, "v" + endless, RandomEvents.Start, 1, ("trk", [.. Enumerable.Range(0, 200).Select(i => $"label{i:000}{endless}: 1"), "a\0b: 1"]));
        Index(catalog);

        var asked = new RecordingCatalog(catalog.Home);
        var recording = (await asked.RecordingsAsync(new RecordingQuery(), default)).Items.ShouldHaveSingleItem();
        recording.Labels.Count.ShouldBe(ClassLabel.MostOfSet);
        recording.Sets.ShouldBe([new RecordingSet("trk", 201)]);
        (await asked.RecordingsAsync(new RecordingQuery { Node = recording.Node, View = recording.View, Label = recording.Labels[3] }, default)).Items.Count.ShouldBe(1);
    }

    /// <summary>A recording with all that it has, in words: its lists compare by content so.</summary>
    internal static string Text(Recording recording) =>
        $"{recording.Key} {recording.Node}/{recording.View} {recording.Start:O} {recording.End:O} {recording.Width}x{recording.Height} {recording.Pictures} [{string.Join(' ', recording.Sets)}] [{string.Join('|', recording.Labels)}]";

    private void Index(TestCatalog catalog) => Index(catalog.Home, _tree);

    private static void Index(CatalogHome home, EventTree tree)
    {
        home.Prepare();
        using var indexer = new DayIndexer(tree.Files, new RecordingTables(home.Writing, home.Sink), TimeProvider.System, _ => { });
        foreach (var day in tree.Files.Days())
            indexer.Compare(day, () => { }, default).ShouldBeEmpty();
    }

    private List<Recording> Expected(RecordingQuery query)
    {
        var found = _tree.Expected.Where(r => (query.Node is null || r.Node == query.Node) && (query.View is null || r.View == query.View)
            && (query.Type is null || r.Sets.Any(s => s.Type == query.Type)) && (query.Label is null || r.Labels.Contains(query.Label))
            && (query.From is null || r.Start >= query.From) && (query.To is null || r.Start < query.To)
            && (query.Type is null || query.Label is null || HasLabel(r, query.Type, query.Label)));
        return [.. found];
    }

    private bool HasLabel(Recording recording, string type, string label) =>
        _tree.Files.ReadSet(recording.Key, type)!.Rows.Any(r => ClassLabel.Of(r.ClassName) == label);

    /// <summary>All pages, in the order of <see cref="EventTree.Expected"/>; their own order is that of their times.</summary>
    private static async Task<List<string>> PagesAsync(RecordingCatalog asked, RecordingQuery query)
    {
        var all = new List<Recording>();
        for (string? cursor = null; ;)
        {
            var page = await asked.RecordingsAsync(query with { Cursor = cursor }, CancellationToken.None);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            all.AddRange(page.Items);
            cursor = page.Next;
            if (cursor is null)
                break;
            page.Items.Count.ShouldBe(query.Limit);
        }

        all.Select(r => r.Start).ShouldBe(query.OldestFirst ? all.Select(r => r.Start).Order() : all.Select(r => r.Start).OrderDescending());
        return [.. all.OrderByDescending(r => r.Start).ThenBy(r => r.Key.Id, StringComparer.Ordinal).Select(Text)];
    }
}
