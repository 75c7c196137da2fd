using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Tests.Ingest;

namespace Catchment.Telemetry.Tests.Following;

public sealed class OutageTests
{
    private const string Stamp1 = "20240415223050000000000";
    private const string Stamp2 = "20240415223050000000001";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_goes_under_load_and_comes_back_misses_nothing(bool isKilled)
    {
        using var server = PostgresServer.Start();
        var url = DatabaseUrl.Parse(server.CreateDatabase("live"), "/");
        TelemetrySetup.Run(url);
        using var rig = new LiveRig(url) { DataDirs = [] };
        uint second = 1_700_000_000;
        rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(20, start: second));
        rig.Read = _ => rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(20, start: ++second));
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent > 100);
        if (isKilled)
            server.Kill();
        else
            server.Stop();
        await rig.UntilAsync(() => rig.Context.Degradations.ContainsKey("database"));
        rig.Read = _ => { };
        rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(5, start: 1_800_000_000));
        server.Start();
        var expected = (20 * (second - 1_700_000_000 + 1)) + 5;
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent >= expected);
        await rig.StopAsync();
        rig.Context.Degradations.ShouldBeEmpty();
        rig.Of("SELECT count(*) FROM telem").ShouldBe([$"{expected}"]);
    }

    [Fact]
    public async Task A_server_that_is_away_at_the_start_is_waited_for()
    {
        using var server = PostgresServer.Start();
        var url = DatabaseUrl.Parse(server.CreateDatabase("live"), "/");
        TelemetrySetup.Run(url);
        server.Stop();
        using var rig = new LiveRig(url) { DataDirs = [] };
        rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(2));
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Context.Degradations.ContainsKey("database"));
        server.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 2);
        rig.Context.Degradations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_another_process_locks_is_waited_for()
    {
        using var database = new Schema.TestDatabase(DatabaseKind.Sqlite);
        using var rig = new LiveRig(DatabaseUrl.Parse($"sqlite:///{database.Url.FilePath}?timeout=0.1", "/")) { DataDirs = [] };
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Received == 0 && rig.Context.Log.Lines.Count > 0);
        using (var other = Database.Open(database.Url, new DatabaseOptions { OwnsFile = false }))
        using (var connection = other.Connect())
        using (var transaction = connection.BeginTransaction())
        {
            transaction.Execute("DELETE FROM telem");
            rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(2));
            await rig.UntilAsync(() => rig.Context.Degradations.ContainsKey("database"));
            rig.Metrics.Totals.Sent.ShouldBe(0);
        }

        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 2);
        rig.Rows().Count.ShouldBe(2);
    }
}
