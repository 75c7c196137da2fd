using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Telemetry.Following;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Catchment.Telemetry.Tests.Schema;

namespace Catchment.Telemetry.Tests.Following;

public sealed class BackgroundInventoryTests
{
    [Fact]
    public async Task Newer_facts_of_a_file_stay_behind_an_inventory_that_saw_older_ones()
    {
        using var rig = new LiveRig(DatabaseKind.PostgreSql);
        rig.DataDirs = [rig.Telem];
        File.WriteAllText(rig["telem/a"], "1");
        File.WriteAllText(rig["telem/x"], "1");
        using var database = Database.Open(rig.Url, new DatabaseOptions { OwnsFile = false });
        using (var connection = database.Connect())
        using (var transaction = connection.BeginTransaction())
        {
            // The inventory has seen both files, and waits for the first one's row.
            transaction.Execute($"INSERT INTO file_origins (origin_host, origin_path) VALUES ('{LiveRig.Host}', '{rig["telem/a"]}')");
            _ = rig.Start();
            await rig.UntilAsync(() => rig.Of("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") is ["1"]);
            File.AppendAllText(rig["telem/x"], "23");
            await rig.UntilAsync(() => rig.Of("SELECT size_bytes FROM file_origins WHERE origin_path LIKE '%/x'") is ["3"]);
            transaction.Rollback();
        }

        await rig.InventoriedAsync();
        await rig.UntilAsync(() => rig.Of("SELECT size_bytes FROM file_origins WHERE origin_path LIKE '%/x'") is ["3"]);
        await rig.UntilAsync(() => rig.Of("SELECT size_bytes FROM file_origins WHERE origin_path LIKE '%/a'") is ["1"]);
    }

    [Fact]
    public void Whatever_fails_is_told_and_tried_again()
    {
        using var database = new TestDatabase(DatabaseKind.Sqlite);
        using var node = new NodeMetrics(TimeProvider.System, "1");
        using var told = new SemaphoreSlim(0);
        var context = new LiveContext(TimeProvider.System) { Degraded = _ => told.Release() };
        var settings = new TelemetrySettings { Database = database.Url, Hostname = "host", DataDirs = ["no\0path"] };
        using var tables = TelemetryDatabase.Open(database.Url);
        using var inventory = new BackgroundInventory(settings, tables, new TelemetryJournal(context, new TelemetryMetrics(node, TimeProvider.System)), TimeProvider.System);
        inventory.Ask(refreshes: false);
        told.Wait(Patience.Limit).ShouldBeTrue();
        context.Degradations.ShouldContainKey("inventory");
        inventory.IsBusy.ShouldBeFalse();
        inventory.Ended.ShouldBe(1);
    }
}
