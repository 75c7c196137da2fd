using System.Runtime.Versioning;
using Catchment.Core.Databases;
using Catchment.Core.Storage;
using Catchment.Files.Finder;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Finder;

[SupportedOSPlatform("linux")]
public sealed class FileLineTests
{
    [Fact]
    public void A_file_that_is_another_when_its_turn_comes_is_left_to_the_next_search()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        var path = rig.Write("d/a.fits", "half");
        var met = Facts(path);
        File.AppendAllText(path, " whole"); // Its writer goes on after it was still for a while.
        Run(rig, new Candidate(FilePath.Of("d/a.fits"), Key("d", "a.fits"), met, null));
        rig.Tracked().ShouldBeEmpty();
        rig.Metrics.Totals.Received.ShouldBe(0);
        Run(rig, new Candidate(FilePath.Of("d/a.fits"), Key("d", "a.fits"), Facts(path), null));
        rig.Tracked().ShouldBe(["d/a.fits"]);
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_left_to_the_next_search()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        var path = rig.Write("a.fits", "half");
        Run(rig, new Candidate(FilePath.Of("a.fits"), PathKey.Root.In("a.fits"u8), Facts(path), null), () => File.AppendAllText(path, " whole"));
        rig.Tracked().ShouldBeEmpty();
        rig.Metrics.Totals.Received.ShouldBe(1);
        Run(rig, new Candidate(FilePath.Of("a.fits"), PathKey.Root.In("a.fits"u8), Facts(path), null));
        var row = rig.Rows().Single();
        row.Size.ShouldBe(10);
        row.Checksum.ShouldBe(FinderScanTests.Checksum(Path.Combine(rig.Storage, "a.fits")));
    }

    [Fact]
    public void A_file_that_went_is_told()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        var path = rig.Write("d/a.fits", "content");
        var met = Facts(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Run(rig, new Candidate(FilePath.Of("d/a.fits"), Key("d", "a.fits"), met, null));
        rig.Logs.Count(LogLevel.Error, "d/a.fits: no such file").ShouldBe(1);
        rig.Metrics.Totals.Discarded.ShouldBe(1);
        rig.Tracked().ShouldBeEmpty();
    }

    private static void Run(FinderRig rig, Candidate file, Action? hasRead = null)
    {
        using var database = rig.Database.Open();
        using var folders = FinderFolders.Open(rig.Settings);
        var journal = new FinderJournal(new KnownFiles(), rig.Metrics, rig.Context, rig.Logs);
        using var mover = new FileMover(folders, journal);
        var tables = new FinderDatabase(new FinderTables(database, rig.Source, rig.Storage), journal, TimeProvider.System);
        using var recorder = new FileRecorder(rig.Settings, folders, tables, mover, journal, TimeProvider.System);
        using var line = new FileLine(rig.Settings, folders, recorder, journal, rig.Metrics, CancellationToken.None) { HasRead = hasRead ?? (() => { }) };
        line.Add(file);
        line.Drain();
    }

    private static PathKey Key(string folder, string name) => PathKey.Root.In(System.Text.Encoding.UTF8.GetBytes(folder)).In(System.Text.Encoding.UTF8.GetBytes(name));

    private static FileFacts Facts(string path)
    {
        using var folder = FolderHandle.Open(Path.GetDirectoryName(path)!)!;
        return folder.Facts(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(path)))!.Value;
    }
}
