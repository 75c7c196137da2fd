using Catchment.Core.Databases;
using Catchment.Core.Demo;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Demo;
using Catchment.Telemetry.Ingest;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Catchment.Telemetry.Tests.Schema;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Telemetry.Tests.Demo;

public sealed class TelemetryDemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_night_gives_entries_that_are_all_whole_files_that_are_rotated_and_observations()
    {
        var night = new DemoNight(1);
        var random = new Random(1);
        var options = new TelemetryDemoOptions(_folder["telem"]);
        var began = new DateTimeOffset(2024, 4, 15, 22, 0, 0, TimeSpan.Zero);
        const int Entries = 1000;
        foreach (var device in DemoDevice.Of(night))
        {
            var writer = new DemoWriter(options, device, random);
            for (var i = 0; i < Entries; i++)
                writer.Write(began.AddSeconds(i / 5.0), i / 5.0);
            writer.End(began.AddSeconds(Entries), isTorn: true);
        }

        using var database = new TestDatabase(DatabaseKind.Sqlite);
        var settings = new TelemetrySettings { Database = database.Url, Hostname = "demo", DataDirs = [_folder["telem"]] };
        using var tables = TelemetryDatabase.Open(database.Url);
        new InventoryRun(settings, tables, TimeProvider.System, NullLogger.Instance).Run(null, default);
        var report = new BackfillRun(settings, tables, TimeProvider.System, NullLogger.Instance).Run(null, default);
        report.Rows.ShouldBe(TelemetryDemo.Devices.Count * Entries);
        report.Skipped.ShouldBe(0);
        report.Unrecorded.ShouldBe(TelemetryDemo.Devices.Count * 3); // The fourth and the eighth file, and the last.
        database.Count("observations").ShouldBe(7); // Of 30 s each in 200 s; the last one goes on.
        database.Rows("SELECT DISTINCT json_extract(msg, '$.shutter.statusStr') FROM telem WHERE ec = 'telem_stdcam'").ShouldBe(["READY"]);
    }

    [Fact]
    public async Task It_keeps_to_its_time_and_waits_for_a_folder_that_cannot_be_written_to()
    {
        File.WriteAllText(_folder["file"], "");
        var told = new List<string>();
        using var stop = new CancellationTokenSource();
        var demo = new TelemetryDemo(new TelemetryDemoOptions(_folder["file"]), TimeProvider.System, sentence =>
        {
            told.Add(sentence);
            stop.Cancel();
        });
        var tally = await demo.RunAsync(new DemoPlan(), null, stop.Token).InTimeAsync();
        tally.Sent.ShouldBe(0);
        told[0].ShouldStartWith("telemetry cannot be written");
        var done = await new TelemetryDemo(new TelemetryDemoOptions(_folder["telem"]), TimeProvider.System, told.Add).RunAsync(new DemoPlan { Rate = 1000, Duration = TimeSpan.FromSeconds(0.2) }, null, default).InTimeAsync();
        done.Sent.ShouldBeGreaterThan(0);
        TelemetryDemo.IsOfAnInstrument(_folder["telem"]).ShouldBeFalse();
        File.WriteAllText(_folder["telem/camsci1_20240415223050000000000.bintel"], "");
        TelemetryDemo.IsOfAnInstrument(_folder["telem"]).ShouldBeTrue();
    }

    [Fact]
    public void A_value_that_a_field_cannot_have_is_refused()
    {
        var table = FlatlogTypeTable.BuiltIn.Types.First(t => t.Name == "telem_stage").Message!;
        Should.Throw<ArgumentException>(() => FlatlogMessage.Write(table, new Dictionary<string, object> { ["nothing"] = 1 }));
        Should.Throw<ArgumentException>(() => FlatlogMessage.Write(table, new Dictionary<string, object> { ["moving"] = 300 }));
        Should.Throw<ArgumentException>(() => FlatlogMessage.Write(table, new Dictionary<string, object> { ["presetName"] = 1 }));
    }
}
