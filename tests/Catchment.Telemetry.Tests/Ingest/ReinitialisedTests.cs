using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests.Ingest;

public sealed class ReinitialisedTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void After_each_level_the_files_give_the_tables_again(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        foreach (var vector in new[] { "bintel/camsci1_20240415223050997960288.bintel", "bintel/observers_20240415223053000000000.bintel", "ndjson/labrules_2024-05-01T101112.ndjson.gz" })
            rig.Copy(vector);
        rig.Read().Files.ShouldBe(3);
        var everything = rig.Everything();
        var cascade = kind == DatabaseKind.Sqlite ? "" : " CASCADE";

        foreach (var reinitialise in (Action[])[
            () => Reinitialisation.Data(rig.Database.Url),
            () => Reinitialisation.Tables(rig.Database.Url),
            () => rig.Database.Execute($"DROP TABLE telem{cascade}; DROP TABLE file_origins{cascade}")])
        {
            reinitialise();
            TelemetrySetup.Run(rig.Database.Url);
            rig.Database.Count("telem").ShouldBe(0);
            rig.Read().Files.ShouldBe(3);
            rig.Everything().ShouldBe(everything);
        }
    }
}
