using Catchment.Core.Databases;
using Catchment.Files.Catalog;
using Catchment.Files.Checksums;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Tables;
using Catchment.Files.Verification;

namespace Catchment.Files.Tests.Verification;

public sealed class FileVerifierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _storage;

    public FileVerifierTests() => _storage = Directory.CreateDirectory(_folder["storage"]).FullName;

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_harm_is_found_and_kept(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(tables, "good", "n1/gone", "grown", "turned", "n1/pipe", "n1/linked", "locked");
        File.Delete(At("n1/gone"));
        File.AppendAllText(At("grown"), "more");
        File.WriteAllText(At("turned"), "denrut");
        File.Delete(At("n1/pipe"));
        MakePipe(At("n1/pipe"));
        File.Move(At("n1/linked"), _folder["elsewhere"]);
        File.CreateSymbolicLink(At("n1/linked"), _folder["elsewhere"]);
        File.Delete(At("locked"));
        File.CreateSymbolicLink(At("locked"), At("locked"));
        var catalog = new FileCatalog(database);
        var faults = new List<VerifyFault>();

        var report = new FileVerifier(database, catalog, _storage).Run(new FileQuery(), "all", new VerifyOptions(), faults.Add, null, default);

        faults.Select(f => $"{f.File.Path.Relative} {f.Result.Outcome}").ShouldBe(["n1/gone Missing", "grown OtherSize", "turned OtherContent", "n1/pipe Missing", "locked Unreadable"]);
        (report.Files, report.Faults, report.Bytes, report.IsStopped, report.ResumedAfter).ShouldBe((7, 5, 4 + 6 + 6, false, null));
        catalog.History(1)!.Check!.Outcome.ShouldBe(CheckOutcome.Same);
        var turned = catalog.History(4)!.Check!;
        (turned.Outcome, turned.Size, turned.Checksum).ShouldBe((CheckOutcome.OtherContent, 6, FileChecksum.Of("denrut"u8).Text));
        catalog.History(7)!.Check!.Reason.ShouldNotBeNull();
        catalog.History(2)!.Events.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_interrupted_round_goes_on_where_it_was(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(tables, "a", "b", "c", "d");
        var verifier = new FileVerifier(database, new FileCatalog(database), _storage);
        using var stop = new CancellationTokenSource();

        var first = verifier.Run(new FileQuery(), "all", new VerifyOptions(), null, new Telling(p => p.Files == 2, stop.Cancel), stop.Token);
        var other = verifier.Run(new FileQuery { Name = "a" }, "a", new VerifyOptions(), null, null, default);
        var second = verifier.Run(new FileQuery(), "all", new VerifyOptions(), null, null, default);
        var third = verifier.Run(new FileQuery(), "all", new VerifyOptions(), null, null, default);

        (first.Files, first.IsStopped).ShouldBe((2, true));
        (other.Files, other.ResumedAfter).ShouldBe((1, null));
        (second.Files, second.ResumedAfter, second.IsStopped).ShouldBe((4, 2, false));
        (third.Files, third.ResumedAfter).ShouldBe((4, null));
    }

    [Fact]
    public void Anew_forgets_the_interrupted_round()
    {
        using var tables = new TestDatabase(DatabaseKind.Sqlite);
        using var database = tables.Open();
        Track(tables, "a", "b");
        var verifier = new FileVerifier(database, new FileCatalog(database), _storage);
        using var stop = new CancellationTokenSource();
        verifier.Run(new FileQuery(), "all", new VerifyOptions(), null, new Telling(p => p.Files == 1, stop.Cancel), stop.Token).IsStopped.ShouldBeTrue();

        verifier.Run(new FileQuery(), "all", new VerifyOptions { IsAnew = true }, null, null, default).ShouldBe(new VerifyReport(2, 2, 0, 0, null, false));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Missing_files_become_invalid_when_that_is_asked_for(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(tables, "a", "b", "c");
        foreach (var (file, status) in new[] { (1, "SUCCESS"), (2, "PENDING"), (3, "SUCCESS") })
            tables.Execute($"INSERT INTO file_events (start_time, status, files_id) VALUES ('2026-01-01 00:00:00.000000', '{status}', {file})");
        File.Delete(At("a"));
        File.Delete(At("b"));
        var catalog = new FileCatalog(database);
        catalog.Look(default);

        var report = new FileVerifier(database, catalog, _storage).Run(new FileQuery(), "all", new VerifyOptions { MarksMissing = true }, null, null, default);

        (report.Faults, report.Marked).ShouldBe((2, 1));
        tables.History("a").ShouldBe("SUCCESS INVALID");
        tables.History("b").ShouldBe("PENDING");
        var last = catalog.History(1)!.Events[^1];
        last.Duration.ShouldBe(TimeSpan.Zero);
        last.Message!.ShouldContain("no such file in storage");
    }

    [Fact]
    public void A_storage_folder_that_is_not_there_is_told_and_no_file_missing()
    {
        using var tables = new TestDatabase(DatabaseKind.Sqlite);
        using var database = tables.Open();
        Track(tables, "a", "b");
        var catalog = new FileCatalog(database);
        var verifier = new FileVerifier(database, catalog, _storage);

        // It goes while the round runs.
        Should.Throw<StorageGoneException>(() => verifier.Run(new FileQuery(), "all", new VerifyOptions(), null, new Telling(p => p.Files == 1, () => Directory.Move(_storage, _folder["away"])), default));
        Should.Throw<StorageGoneException>(() => verifier.Run(new FileQuery(), "all", new VerifyOptions(), null, null, default));
        catalog.History(1)!.Check!.Outcome.ShouldBe(CheckOutcome.Same);
        catalog.History(2)!.Check.ShouldBeNull();
    }

    [Fact]
    public void An_empty_storage_folder_is_a_disk_that_is_not_mounted()
    {
        using var tables = new TestDatabase(DatabaseKind.Sqlite);
        using var database = tables.Open();
        new FileVerifier(database, new FileCatalog(database), _storage).Run(new FileQuery(), "all", new VerifyOptions(), null, null, default).Files.ShouldBe(0);
        Track(tables, "a", "b");
        Directory.Delete(_storage, recursive: true);
        Directory.CreateDirectory(_storage);
        var catalog = new FileCatalog(database);

        Should.Throw<StorageGoneException>(() => new FileVerifier(database, catalog, _storage).Run(new FileQuery(), "all", new VerifyOptions { MarksMissing = true }, null, null, default))
            .Message.ShouldContain("is empty: every file");
        catalog.History(1)!.Check.ShouldBeNull();
    }

    [Fact]
    public async Task Reading_keeps_to_its_pace()
    {
        var clock = new ManualTime();
        var pace = new ReadPace(1000, clock);
        pace.Read(4, default);

        var reading = Task.Run(() => pace.Read(1996, default));
        await clock.TimerSetAsync(TimeSpan.FromSeconds(2));
        reading.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));
        await reading.InTimeAsync();
        new ReadPace(null, clock).Read(long.MaxValue, default);
    }

    private string At(string path) => Path.Combine(_storage, path);

    /// <summary>Files whose content is their name without its folder, tracked.</summary>
    private void Track(TestDatabase tables, params string[] paths)
    {
        using var database = tables.Open();
        var files = new List<(FoundFile, long?)>();
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
            File.WriteAllText(At(path), Path.GetFileName(path));
            using var handle = File.OpenHandle(At(path));
            var checksum = FileChecksum.Of(handle, default);
            files.Add((new FoundFile(FilePath.Of(path), checksum.Text, checksum.Size), null));
        }

        new FinderTables(database, "/source", _storage).Record(files).ShouldAllBe(id => id != null);
    }

    private static void MakePipe(string path)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/mkfifo", [path]))!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }

    private sealed class Telling(Predicate<VerifyProgress> when, Action what) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value)
        {
            if (when(value))
                what();
        }
    }
}
