using Catchment.Core.Databases;
using Catchment.Telemetry.Query;

namespace Catchment.Telemetry.Tests.Query;

public sealed class TelemetryStatementTests
{
    private const int Many = 20_000;
    private static readonly DateTime Night = new(2024, 4, 15, 22, 30, 0, DateTimeKind.Utc);

    // Rows without end, which nobody waits for.
    private const string Endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n";

    public static TheoryData<DatabaseKind> Systems => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_question_that_takes_too_long_is_given_up_and_the_connection_goes_on(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        var statement = new TelemetryStatement(rig.Database, QueryDialect.Of(kind), TimeSpan.FromMilliseconds(50));
        Should.Throw<TimeoutException>(() => statement.Ask(Endless, static _ => { }, static _ => true, default).Count()).Message.ShouldContain("0.05 s");
        rig.Add("a", Night, """{"x": 1}""");
        rig.Rows("a", "x").Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_question_ends_when_it_is_asked_to(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        using var stop = new CancellationTokenSource();
        var statement = new TelemetryStatement(rig.Database, QueryDialect.Of(kind), null);
        var asked = Task.Run(() => statement.Ask(Endless, _ => stop.CancelAfter(50), static _ => true, stop.Token).Count());
        await Should.ThrowAsync<OperationCanceledException>(() => asked.WaitAsync(Patience.Limit));
        rig.Rows("a", "x").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Rows_are_taken_as_they_come_and_whoever_goes_early_does_not_wait_for_the_rest(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        var statement = new TelemetryStatement(rig.Database, QueryDialect.Of(kind), null);
        const string Sqlite = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
        const string PostgreSql = "SELECT generate_series(1, 9000000000000)";
        statement.Ask(kind == DatabaseKind.Sqlite ? Sqlite : PostgreSql, static _ => { }, static r => r.GetInt64(0), default).Take(30_000).Sum().ShouldBe(30_000L * 30_001 / 2);
        rig.Rows("a", "x").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Many_entries_come_in_order_and_give_their_buckets(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        rig.Execute(kind == DatabaseKind.Sqlite
            ? $"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Many - 1}) INSERT INTO telem (ts, device, msg, ec) SELECT strftime('%Y-%m-%d %H:%M:%S', '2024-04-15', i || ' seconds') || '.000000+00:00', 'a', '{{\"x\": ' || i || '}}', 'ec' FROM n"
            : $"INSERT INTO telem (ts, device, msg, ec) SELECT timestamptz '2024-04-15 00:00:00+00' + i * interval '1 second', 'a', jsonb_build_object('x', i), 'ec' FROM generate_series(0, {Many - 1}) AS i");
        var span = new TelemetrySpan("a", [TelemetryKey.Parse("x")]);
        rig.Queries.Rows(span, default).Select(static r => r.Values[0]!.Value.Text).ShouldBe(Enumerable.Range(0, Many).Select(static i => $"{i}"));
        var buckets = rig.Queries.Buckets(span, TimeSpan.FromHours(1), withEnds: true, default).ToList();
        buckets.Sum(static b => b.Values[0].Count).ShouldBe(Many);
        buckets[1].Values[0].ShouldBe(new BucketValues(3600, 5399.5, 3600, 7199, 3600, 7199));
    }
}
