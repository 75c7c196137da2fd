using Catchment.Core.Databases;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Tables;

namespace Catchment.Files.Tests.Ingester;

/// <summary>A person takes the newest event out of the table while ingesters have files.</summary>
public sealed class EventsTakenOutTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void What_an_ingester_has_stays_its_own(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var tree = new IngestTree(tables);
        tree.Add(IngesterServiceTests.Names(3));
        using var database = tables.Open();
        var one = new IngesterTables(database, "one");
        one.AddUntried(10).ShouldBe(3);
        var claim = one.Take([FileStatus.Untried], 1, isOnce: false).Single();
        one.Refresh(isWide: true);
        tables.Execute("DELETE FROM file_events WHERE status = 'PENDING'");

        var other = new IngesterTables(database, "other");
        other.Refresh(isWide: true);
        other.AddUntried(10);
        other.Take([FileStatus.Untried], 10, isOnce: false).Select(c => c.File.Id).ShouldNotContain(claim.File.Id);
        one.Begin([claim.File.Id]).ShouldBe([claim.File.Id]);
        one.Finish([new AttemptResult(claim.File.Id, FileStatus.Success, TimeProvider.System.GetLocalNow().DateTime) { Duration = TimeSpan.FromSeconds(1) }]);

        tree.Histories()[claim.File.Path.Relative].ShouldBe("UNTRIED SUCCESS");
        tree.Histories().Values.Count(h => h == "UNTRIED PENDING").ShouldBe(2);
    }
}
