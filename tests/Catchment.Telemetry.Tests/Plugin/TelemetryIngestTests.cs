using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Catchment.Core.Configuration;
using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Telemetry.Plugin;
using Catchment.Telemetry.Tests.Ingest;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Tests.Plugin;

public sealed class TelemetryIngestTests
{
    private const string Name = "dev_20231114221320000000000.bintel";

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_copy_that_lacks_what_came_later_leaves_the_rest_to_the_computer_itself(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        rig.Write(Name, Flatlogs.File(7));
        rig.Inventory();
        Bring(rig, Flatlogs.File(5), new FileInfo(rig[Name]).LastWriteTimeUtc);
        rig.Rows("dev").Count.ShouldBe(5);
        rig.Records().ShouldBeEmpty();
        rig.Log.Of(LogLevel.Warning).ShouldContain(line => line.Contains("no ingest record"));
        rig.Backfill();
        rig.Rows("dev").Count.ShouldBe(7);
        rig.Records().Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_was_written_to_behind_its_copy_is_read_again(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind) { With = s => s with { RescanChanged = true } };
        var copied = new DateTime(2024, 4, 15, 22, 30, 0, DateTimeKind.Utc);
        Bring(rig, Flatlogs.File(5), copied);
        rig.Write(Name, Flatlogs.File(5));
        File.SetLastWriteTimeUtc(rig[Name], copied);
        rig.Read().Files.ShouldBe(0); // It is the very file.
        rig.Write(Name, Flatlogs.File(7));
        File.SetLastWriteTimeUtc(rig[Name], copied.AddSeconds(1)); // Long before it was brought.
        rig.Read().Files.ShouldBe(1);
        rig.Rows("dev").Count.ShouldBe(7);

        // The copy that is brought once more does not say that the file was read earlier than it was.
        rig.Write(Name, Flatlogs.File(5));
        rig.Inventory();
        var before = rig.Database.Rows("SELECT ingested_at FROM file_ingest_times");
        Bring(rig, Flatlogs.File(5), copied);
        rig.Database.Rows("SELECT ingested_at FROM file_ingest_times").ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_copy_that_the_transfer_has_stamped_hides_nothing_that_was_written_before_that(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind) { With = s => s with { RescanChanged = true } };
        var copied = new DateTime(2024, 4, 15, 22, 30, 0, DateTimeKind.Utc);
        rig.Write(Name, Flatlogs.File(5));
        File.SetLastWriteTimeUtc(rig[Name], copied);
        rig.Inventory();
        rig.Write(Name, Flatlogs.File(7));
        File.SetLastWriteTimeUtc(rig[Name], copied.AddSeconds(1));
        Bring(rig, Flatlogs.File(5), copied.AddSeconds(2));
        rig.Records().Count.ShouldBe(1);
        rig.Read().Files.ShouldBe(1);
        rig.Rows("dev").Count.ShouldBe(7);
    }

    [Fact]
    public void A_database_that_is_away_is_no_mistake_of_the_configuration()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        var error = Should.Throw<Exception>(() => TelemetryIngest.Definition.Prepare(Setup($"database: postgresql://someone@127.0.0.1:{port}/xtelem", "/")));
        error.ShouldBeAssignableTo<DbException>();
        Database.IsAway(error).ShouldBeTrue();
        Should.Throw<PluginException>(() => TelemetryIngest.Definition.Prepare(Setup("database: sqlite:////nowhere/telemetry.db", "/")));
    }

    /// <summary>Has a copy of the file ingested, as if it came from the rig's folder on the rig's computer.</summary>
    private static void Bring(IngestRig rig, byte[] content, DateTime written)
    {
        using var storage = new TemporaryFolder();
        File.WriteAllBytes(storage[Name], content);
        File.SetLastWriteTimeUtc(storage[Name], written);
        var setup = Setup($"database: \"{rig.Database.Url}\"\nhostname: {IngestRig.Host}\norigin_folder: {rig[""]}", storage.FullPath) with { Logger = rig.Log };
        var plugin = TelemetryIngest.Definition.Prepare(setup)();
        plugin.Execute(storage[Name], CancellationToken.None);
        ((IDisposable)plugin).Dispose();
    }

    private static PluginSetup Setup(string yaml, string storage) => new(YamlReader.ReadText(yaml, "test.yaml").Root, null) { StorageFolder = storage };
}
