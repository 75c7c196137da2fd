using System.Diagnostics;
using System.Runtime.Versioning;
using Catchment.Core.Databases;
using Catchment.Files.Finder;
using Catchment.Files.Tests.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Finder;

/// <summary>What is in the way of everything: it is told once, waited for, and costs nothing.</summary>
[SupportedOSPlatform("linux")]
public sealed class FinderTroubleTests
{
    [Fact]
    public async Task A_database_that_is_away_is_told_once_and_waited_for()
    {
        using var server = PostgresServer.Start();
        using var rig = new FinderRig(new TestDatabase(server.CreateDatabase("files")));
        var noted = 0;
        rig.Reached = moment =>
        {
            // In the worst of all moments: files are moved, and have no rows.
            if (moment == FinderMoment.Moved && ++noted == 50)
                server.Kill();
        };
        for (var i = 0; i < 100; i++)
            rig.Write($"d/{i}.fits", $"{i}");
        rig.Start();
        await rig.UntilAsync(() => rig.Context.Degradations.ContainsKey("database"));
        rig.Logs.Count(LogLevel.Error, "The database cannot be used").ShouldBe(1);
        await rig.UntilAsync(() => rig.Metrics.Totals.Errors >= 3);
        rig.Logs.Count(LogLevel.Error, "The database cannot be used").ShouldBe(1);
        server.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 100);
        await rig.UntilAsync(() => rig.Context.Degradations.IsEmpty);
        await rig.StopAsync();
        AllInStorage(rig, 100);
        rig.Logs.Lines.Count(l => l.Level >= LogLevel.Warning).ShouldBe(1);
    }

    [Fact]
    public async Task Stopped_while_the_database_is_away_it_finishes_at_the_next_start()
    {
        using var server = PostgresServer.Start();
        using var rig = new FinderRig(new TestDatabase(server.CreateDatabase("files")));
        var noted = 0;
        rig.Reached = moment =>
        {
            if (moment == FinderMoment.Moved && ++noted == 5)
                server.Kill();
        };
        for (var i = 0; i < 10; i++)
            rig.Write($"d/{i}.fits", $"{i}");
        rig.Start();
        await rig.UntilAsync(() => rig.Context.Degradations.ContainsKey("database"));
        await rig.StopAsync();
        FinderRig.Tree(rig.Storage).ShouldNotBeEmpty();
        rig.ForgetProcess();
        rig.Start(); // The database is away at the start too.
        await rig.UntilAsync(() => rig.Metrics.Totals.Errors >= 2);
        server.Start();
        await rig.UntilAsync(() => rig.Context.Degradations.IsEmpty && rig.Searches > 1);
        await rig.StopAsync();
        AllInStorage(rig, 10);
    }

    [Fact]
    public async Task A_locked_file_is_told_once_and_waited_for()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Settings = rig.Settings with { Database = rig.Settings.Database with { Url = DatabaseUrl.Parse(rig.Database.Url + "?timeout=1", "/") } };
        using var holder = Database.Open(rig.Database.Settings.Url, new DatabaseOptions { OwnsFile = false });
        using var connection = holder.Connect();
        rig.Start();
        await rig.SearchAsync();
        using (var transaction = connection.BeginTransaction(System.Data.IsolationLevel.Serializable))
        {
            rig.Write("a.fits", "a");
            await rig.UntilAsync(() => rig.Context.Degradations.ContainsKey("database"));
            await rig.UntilAsync(() => rig.Metrics.Totals.Errors >= 2);
            rig.Logs.Count(LogLevel.Error, "The database cannot be used").ShouldBe(1);
        }

        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 1);
        await rig.StopAsync();
        AllInStorage(rig, 1);
    }

    [Fact]
    public async Task A_full_storage_is_told_once_and_waited_for_and_files_stay_in_the_source()
    {
        using var folder = new TemporaryFolder();
        var storage = Directory.CreateDirectory(folder["small"]).FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", storage);
        try
        {
            var time = new ManualTime(); // It tries again when the test lets it, and is still meanwhile.
            using var rig = new FinderRig(DatabaseKind.Sqlite, time, storage);
            rig.Write("filler", new string('x', 600_000), storage);
            for (var i = 0; i < 4; i++)
                rig.Write($"d{i}/{i}.fits", new string((char)('a' + i), 200_000));
            rig.Start();
            for (var attempt = 0; attempt < 3; attempt++)
                await time.NextTimerAsync();
            await time.TimerSetAsync(null);
            rig.Metrics.Totals.Errors.ShouldBe(4);
            rig.Context.Degradations.Keys.ShouldBe(["storage"]);
            rig.Logs.Lines.Count(l => l.Level >= LogLevel.Warning).ShouldBe(1);
            var stored = FinderRig.Tree(storage).Length;
            stored.ShouldBeLessThan(5);
            FinderRig.Tree(rig.Source).Length.ShouldBe(5 - stored); // With the filler; no half of a copy stays.
            Directory.GetDirectories(storage).Length.ShouldBe(stored - 1);
            File.Delete(Path.Combine(storage, "filler"));
            time.Advance(ReconnectDelay.Longest);
            await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 4);
            await rig.StopAsync();
            rig.Context.Degradations.ShouldBeEmpty();
            AllInStorage(rig, 4);
            rig.Metrics.Totals.Received.ShouldBe(4); // Read once, however long they waited.
        }
        finally
        {
            Run("umount", "-l", storage);
        }
    }

    [Fact]
    public async Task A_name_that_the_database_cannot_hold_stops_nobody()
    {
        var name = $"latin_{Guid.NewGuid():N}";
        PostgresServer.Shared.Execute($"CREATE DATABASE \"{name}\" ENCODING 'LATIN1' TEMPLATE template0");
        using var rig = new FinderRig(new TestDatabase(PostgresServer.Shared.UrlOf(name)));
        rig.Write("grün.fits", "in its encoding");
        rig.Write("λ.fits", "its name is not");
        rig.Write("λ/a.fits", "its folder is not");
        rig.Start();
        await rig.SearchAsync(4);
        await rig.StopAsync();
        rig.Tracked().ShouldBe(["grün.fits"]);
        FinderRig.Tree(rig.Source).ShouldBe(["λ.fits", "λ/a.fits"]);
        rig.Logs.Lines.Count(l => l.Level >= LogLevel.Warning).ShouldBe(2);
        rig.Metrics.Totals.Received.ShouldBe(3);
    }

    [Fact]
    public async Task A_row_that_the_table_refuses_brings_its_file_back_and_no_other()
    {
        using var rig = new FinderRig(DatabaseKind.PostgreSql);
        rig.Database.Execute("ALTER TABLE files ADD CHECK (size_bytes <> 3)");
        rig.Write("new/bad.fits", "bad");
        rig.Write("new/good.fits", "good");
        rig.Start();
        await rig.SearchAsync(4);
        await rig.StopAsync();
        rig.Tracked().ShouldBe(["new/good.fits"]);
        FinderRig.Tree(rig.Storage).ShouldBe(["new/good.fits"]);
        FinderRig.Tree(rig.Source).ShouldBe(["new/bad.fits"]);
        rig.Logs.Lines.Where(l => l.Level >= LogLevel.Warning).ShouldHaveSingleItem().Text.ShouldContain("bad.fits");
        FinderScanTests.Unresolved(rig).ShouldBe(0);
    }

    [Fact]
    public async Task It_stops_in_the_middle_of_a_copy_and_leaves_nothing_of_it()
    {
        using var memory = new MemoryFolder();
        using var rig = new FinderRig(DatabaseKind.Sqlite, storage: memory["storage"]);
        using (var file = File.Create(Path.Combine(rig.Source, "large.fits")))
            file.SetLength(256 << 20); // So many parts that a few more do not matter.
        var copying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Reached = moment =>
        {
            if (moment != FinderMoment.Copying)
                return;
            copying.TrySetResult();
            rig.Stopping.WaitHandle.WaitOne(Patience.Limit);
        };
        rig.Start();
        await copying.Task.InTimeAsync();
        FinderRig.Tree(rig.Storage).ShouldHaveSingleItem().ShouldEndWith(".tmp");
        await rig.StopAsync();
        FinderScanTests.Unresolved(rig).ShouldBe(0);
        rig.Tracked().ShouldBeEmpty();
        FinderRig.Tree(rig.Storage).ShouldBeEmpty();
        FinderRig.Tree(rig.Source).ShouldBe(["large.fits"]);
    }

    private static void AllInStorage(FinderRig rig, int count)
    {
        var rows = rig.Tracked();
        rows.Length.ShouldBe(count);
        FinderRig.Tree(rig.Storage).ShouldBe(rows);
        FinderRig.Tree(rig.Source).ShouldBeEmpty();
        FinderScanTests.Unresolved(rig).ShouldBe(0);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, program);
    }
}
