using System.Net;
using Catchment.Core.Databases;
using Catchment.Telemetry.Query;

namespace Catchment.WebConsole.Tests.Telemetry;

/// <summary>Answers that are larger than anybody would hold in memory, and clients that go.</summary>
[Collection(Alone.Name)]
public sealed class TelemetryStreamTests
{
    private const int Entries = 4_000;
    private const int NoteLength = 600;

    // A long text under each of as many keys as can be asked: some 80 MB of answer from 3 MB of database.
    private static readonly string Big = "/api/v1/telemetry/rows?device=big&format=ndjson" + string.Concat(Enumerable.Repeat("&key=note", TelemetrySpan.MostKeys));

    public static TheoryData<DatabaseKind> Systems => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_big_answer_is_never_held_in_memory(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Fill("big", TelemetryWorld.Night, TimeSpan.FromSeconds(1), Entries, NoteLength);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using HttpResponseMessage answer = await AskAsync(node, Big);
        using Stream body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[64 << 10];
        (long bytes, long lines, long most, long look) = (0, 0, 0, 0);
        for (int read; (read = await body.ReadAsync(buffer)) > 0; bytes += read)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            if (bytes < look)
                continue;
            look += 10_000_000;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        lines.ShouldBe(Entries);
        bytes.ShouldBeGreaterThan(50_000_000);
        most.ShouldBeLessThan(bytes / 4);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_client_that_goes_ends_its_question(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Fill("big", TelemetryWorld.Night, TimeSpan.FromSeconds(1), Entries, NoteLength);
        List<HttpResponseMessage> stalled = [];
        for (var i = 0; i < TelemetryBoard.MostAtOnce; i++)
            stalled.Add(await AskAsync(node, Big));

        // There is no place for a further one, until one of those goes.
        Task<HttpStatusCode> further = TelemetryRoutesTests.StatusAsync(node, "devices");
        further.IsCompleted.ShouldBeFalse();
        stalled[0].Dispose();
        (await further.InTimeAsync()).ShouldBe(HttpStatusCode.OK);
        stalled.ForEach(s => s.Dispose());
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_client_that_takes_nothing_loses_its_place_when_its_time_is_over(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Fill("big", TelemetryWorld.Night, TimeSpan.FromSeconds(1), Entries, NoteLength);
        List<HttpResponseMessage> stalled = [];
        for (var i = 0; i < TelemetryBoard.MostAtOnce; i++)
            stalled.Add(await AskAsync(node, Big));
        Task<HttpStatusCode> further = TelemetryRoutesTests.StatusAsync(node, "devices");
        world.Clock.Advance(TelemetryBoard.UsualLimit);
        (await further.InTimeAsync()).ShouldBe(HttpStatusCode.OK);
        stalled.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Too_many_questions_are_refused_and_not_piled_up()
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Fill("big", TelemetryWorld.Night, TimeSpan.FromSeconds(1), Entries, NoteLength);
        List<HttpResponseMessage> stalled = [];
        for (var i = 0; i < TelemetryBoard.MostAtOnce; i++)
            stalled.Add(await AskAsync(node, Big));
        List<Task<HttpStatusCode>> waiting = [.. Enumerable.Range(0, TelemetryBoard.MostWaiting + 1).Select(_ => TelemetryRoutesTests.StatusAsync(node, "devices"))];
        Task<HttpStatusCode> first = await Task.WhenAny(waiting).InTimeAsync();
        (await first).ShouldBe(HttpStatusCode.ServiceUnavailable);
        stalled.ForEach(s => s.Dispose());
        waiting.Remove(first);
        (await Task.WhenAll(waiting).InTimeAsync()).ShouldAllBe(s => s == HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_question_that_takes_too_long_is_ended_and_told(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p, limit: TimeSpan.FromMilliseconds(1)));
        world.Fill("big", TelemetryWorld.Night, TimeSpan.FromSeconds(1), 50_000);
        using HttpResponseMessage answer = await AskAsync(node, "/api/v1/telemetry/buckets?device=big&key=n&bucket=1h", HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("took longer than");
    }

    [Fact]
    public async Task An_answer_that_cannot_be_finished_breaks_off()
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Fill("big", TelemetryWorld.Night, TimeSpan.FromSeconds(1), 2000, NoteLength);
        world.Add("big", TelemetryWorld.Night.AddDays(1), "{\"note\": ");
        using HttpResponseMessage answer = await AskAsync(node, Big);
        using Stream body = await answer.Content.ReadAsStreamAsync();
        await Should.ThrowAsync<IOException>(async () => await body.CopyToAsync(Stream.Null));
    }

    private static async Task<HttpResponseMessage> AskAsync(ConsoleNode node, string path, HttpStatusCode wanted = HttpStatusCode.OK)
    {
        HttpResponseMessage answer = await node.Client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(wanted);
        return answer;
    }
}
