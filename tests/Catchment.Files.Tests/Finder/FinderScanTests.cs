using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Catchment.Core.Databases;
using Catchment.Core.Storage;
using Catchment.Files.Finder;
using Catchment.Files.Patterns;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Finder;

[SupportedOSPlatform("linux")]
public sealed class FinderScanTests
{
    private const int FinderLevels = 200;

    public static TheoryData<DatabaseKind> Kinds => FinderRig.Kinds;

    [Fact]
    public async Task Odd_files_are_left_alone_told_once_and_stop_nobody()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Write("good.fits", "good");
        rig.Write(".hidden", "hidden");
        rig.Write("empty.fits", "");
        rig.Write("skip/a.tmp", "left out");
        File.CreateSymbolicLink(Path.Combine(rig.Source, "link.fits"), rig.Write("below/target.fits", "target"));
        File.CreateSymbolicLink(Path.Combine(rig.Source, "dangling.fits"), "/nowhere");
        Directory.CreateSymbolicLink(Path.Combine(rig.Source, "linked"), Directory.CreateDirectory(Path.Combine(rig.Storage, "..", "elsewhere")).FullName);
        rig.Write("elsewhere/not.fits", "behind a link", Path.Combine(rig.Storage, ".."));
        Sh($"mkfifo '{rig.Source}/pipe'; printf x > \"{rig.Source}/$(printf 'bad\\377name')\"; mkdir \"{rig.Source}/$(printf 'bad\\376dir')\"; printf y > \"{rig.Source}/$(printf 'bad\\376dir')/in\"");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(rig.Source, "socket")));
        rig.Settings = rig.Settings with { Exclude = PatternList.Parse([@"\.tmp$"]) };
        rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 4);
        await rig.SearchAsync(3);
        await rig.StopAsync();
        Sh($"rm -rf '{rig.Source}'"); // .NET cannot: it knows no such names.

        rig.Tracked().ShouldBe([".hidden", "below/target.fits", "empty.fits", "good.fits"]);
        FinderRig.Tree(rig.Storage).ShouldBe(rig.Tracked());
        foreach (var (path, level) in new[] { ("link.fits", LogLevel.Warning), ("dangling.fits", LogLevel.Warning), ("pipe: ", LogLevel.Warning), ("socket: ", LogLevel.Warning), ("name: ", LogLevel.Error), ("dir: ", LogLevel.Error) })
            rig.Logs.Lines.Count(l => l.Level == level && l.Text.Contains(path, StringComparison.Ordinal)).ShouldBe(1, path);
        rig.Logs.Lines.Where(l => l.Level >= LogLevel.Warning).Count().ShouldBe(7); // The link to a folder too.
        rig.Metrics.Totals.Discarded.ShouldBe(8);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_once_and_looked_at_again()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);

        // A file that not even root can read.
        rig.Settings = rig.Settings with { Source = "/proc/sys/vm", StandardAction = FileAction.Noop, Exclude = PatternList.Parse(["^(?!compact_memory$)"]) };
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        rig.Logs.Count(LogLevel.Error, "compact_memory").ShouldBe(1);
        rig.Logs.Lines.Single(l => l.Level == LogLevel.Error).Text.ShouldContain("Permission denied");
        rig.Tracked().ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_of_255_bytes_and_folders_of_200_levels_are_taken_and_of_two_empty_files_one()
    {
        using var rig = new FinderRig(DatabaseKind.PostgreSql);
        var longest = string.Concat(Enumerable.Repeat("ü", 127)) + "x";
        var deepest = string.Join('/', Enumerable.Repeat("d", FinderLevels)) + "/deep.fits";
        rig.Write(longest, "long");
        rig.Write(deepest, "deep");
        rig.Write("empty1.fits", "");
        rig.Write("empty2.fits", "");
        rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 3);
        await rig.SearchAsync(3);
        await rig.StopAsync();

        var tracked = rig.Tracked();
        tracked.ShouldContain(longest);
        tracked.ShouldContain(deepest);
        FinderRig.Tree(rig.Storage).ShouldBe(tracked);
        FinderRig.Tree(rig.Source).Single().ShouldStartWith("empty");
        rig.Logs.Count(LogLevel.Error, "empty").ShouldBe(1);
        rig.Metrics.Totals.Received.ShouldBe(4); // The refused one was read once.
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite, "vanishes.fits")]
    [InlineData(DatabaseKind.PostgreSql, "d/vanishes.fits")]
    public async Task A_file_that_goes_between_the_note_and_the_move_is_told_and_leaves_no_note(DatabaseKind kind, string path)
    {
        using var rig = new FinderRig(kind);
        var vanishing = rig.Write(path, "vanishes");
        rig.Reached = moment =>
        {
            if (moment == FinderMoment.Noted)
                File.Delete(vanishing);
        };
        rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Discarded == 1);
        rig.Write("d/stays.fits", "stays");
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 1);
        await rig.SearchAsync(2);
        await rig.StopAsync();
        rig.Tracked().ShouldBe(["d/stays.fits"]);
        rig.Logs.Count(LogLevel.Error, path + ": no such file").ShouldBe(1);
        Unresolved(rig).ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_holds_until_the_file_changes_or_the_finder_starts_anew()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Write("a/name.fits", "one");
        await rig.RunAsync();
        rig.Write("b/name.fits", "other");
        rig.Start();
        await rig.SearchAsync(4);
        await rig.StopAsync();
        rig.Metrics.Totals.Received.ShouldBe(2);
        rig.Logs.Count(LogLevel.Error, "b/name.fits").ShouldBe(1);

        rig.ForgetProcess();
        rig.Database.Execute("UPDATE files SET filename = 'former.fits' WHERE filename = 'name.fits'");
        await rig.RunAsync();
        rig.Tracked().ShouldBe(["a/former.fits", "b/name.fits"]);
    }

    [Fact]
    public async Task What_is_known_of_files_holds_for_one_table()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Settings = rig.Settings with { StandardAction = FileAction.Noop };
        rig.Write("a.fits", "a");
        await rig.RunAsync();
        rig.Tracked().Length.ShouldBe(1);
        rig.Database.Execute("DELETE FROM files"); // Somebody begins anew, or a backup was put back.
        rig.ForgetProcess();
        await rig.RunAsync();
        rig.Tracked().Length.ShouldBe(1);
    }

    [Fact]
    public async Task Folders_in_folders_are_entered_to_a_bound()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        var deep = string.Join('/', Enumerable.Repeat("d", FinderLevels + 1));
        rig.Write(deep + "/too.fits", "too deep");
        rig.Write(deep[2..] + "/not.fits", "deep enough");
        await rig.RunAsync();
        rig.Tracked().ShouldBe([deep[2..] + "/not.fits"]);
        rig.Logs.Lines.Count(l => l.Text.Contains("not entered", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_that_has_another_s_place_stays_and_nothing_is_overwritten(DatabaseKind kind)
    {
        using var rig = new FinderRig(kind);
        rig.Write("d/a.fits", "in storage without a row", rig.Storage);
        rig.Write("d/a.fits", "incoming");
        Directory.CreateDirectory(Path.Combine(rig.Storage, "b.fits"));
        rig.Write("b.fits", "its place is a folder");
        rig.Write("f/c.fits", "its folder is a file");
        rig.Write("f", "the file", rig.Storage);
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();

        rig.Tracked().ShouldBeEmpty();
        FinderRig.Tree(rig.Source).ShouldBe(["b.fits", "d/a.fits", "f/c.fits"]);
        File.ReadAllText(Path.Combine(rig.Storage, "d/a.fits")).ShouldBe("in storage without a row");
        FinderRig.Tree(rig.Storage).ShouldBe(["d/a.fits", "f"]);
        rig.Logs.Lines.Count(l => l.Level == LogLevel.Error).ShouldBe(3);
        rig.Metrics.Totals.Received.ShouldBe(3);

        File.Delete(Path.Combine(rig.Storage, "f")); // What was refused by the file system is tried again.
        await rig.RunAsync();
        rig.Tracked().ShouldBe(["f/c.fits"]);
    }

    [Theory]
    [InlineData(FileAction.Noop, true)]
    [InlineData(FileAction.Move, true)]
    [InlineData(FileAction.Delete, false)]
    public async Task A_duplicate_gets_the_alternative_action(FileAction action, bool remains)
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Write("a.fits", "content");
        await rig.RunAsync();
        rig.Settings = rig.Settings with { AlternativeAction = action };
        rig.Write("again/a.fits", "content");
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        rig.Tracked().ShouldBe(["a.fits"]);
        FinderRig.Tree(rig.Source).ShouldBe(action == FileAction.Noop ? ["again/a.fits"] : []);
        FinderRig.Tree(rig.Storage).ShouldBe(action == FileAction.Move ? ["a.fits", "again/a.fits"] : ["a.fits"]);
        rig.Logs.Count(LogLevel.Error, "again/a.fits").ShouldBe(1);
        remains.ShouldBe(action != FileAction.Delete);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("torn")]
    public async Task A_duplicate_is_not_deleted_when_the_tracked_file_is_not_in_storage(string? there)
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Write("d/a.fits", "content");
        await rig.RunAsync();
        File.Delete(Path.Combine(rig.Storage, "d/a.fits"));
        if (there is not null)
            rig.Write("d/a.fits", there, rig.Storage);
        rig.Write("again/a.fits", "content");
        rig.Start();
        await rig.SearchAsync(3);
        FinderRig.Tree(rig.Source).ShouldBe(["again/a.fits"]);
        rig.Logs.Count(LogLevel.Error, "again/a.fits").ShouldBe(1);
        rig.Metrics.Totals.Received.ShouldBe(2); // Tried again each time, and read once.
        rig.Write("d/a.fits", "content", rig.Storage);
        await rig.UntilAsync(() => FinderRig.Tree(rig.Source).Length == 0);
        await rig.StopAsync();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_that_another_finder_brings_just_now_is_no_conflict(DatabaseKind kind)
    {
        using var rig = new FinderRig(kind);
        using var database = rig.Database.Open();
        var other = new FinderTables(database, "/other/source", rig.Settings.Storage);
        var path = FilePath.Of("d/a.fits");
        var found = new FoundFile(path, Checksum(rig.Write(path.Relative, "content", rig.Storage)), 7);
        var note = other.Plan([new PlannedMove(path.Relative, found, 1, 1)])[0];
        rig.Write(path.Relative, "content");
        rig.Start();
        await rig.UntilAsync(() => rig.Logs.Count(LogLevel.Error, "another source") == 1);
        other.Record([(found, note)])[0].ShouldNotBeNull();
        await rig.UntilAsync(() => FinderRig.Tree(rig.Source).Length == 0);
        await rig.StopAsync();
        rig.Tracked().ShouldBe(["d/a.fits"]);
        FinderRig.Tree(rig.Storage).ShouldBe(["d/a.fits"]);
        Unresolved(rig).ShouldBe(0);
    }

    [Theory]
    [InlineData(FileAction.Noop)]
    [InlineData(FileAction.Delete)]
    [InlineData(FileAction.Move)]
    public async Task Where_source_is_storage_files_are_read_once_and_never_removed(FileAction alternative)
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Write("d/a.fits", "a", rig.Storage);
        rig.Write("b.fits", "b", rig.Storage);
        File.CreateSymbolicLink(Path.Combine(rig.Storage, "..", "alias"), rig.Storage);
        rig.Settings = rig.Settings with { Source = Path.Combine(rig.Storage, "..", "alias"), StandardAction = FileAction.Noop, AlternativeAction = alternative };
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        rig.Tracked().ShouldBe(["b.fits", "d/a.fits"]);
        rig.Metrics.Totals.Received.ShouldBe(2);

        // Also over a restart, and when nothing is known any more.
        rig.ForgetProcess();
        await rig.RunAsync();
        rig.Metrics.Totals.Received.ShouldBe(0);
        File.WriteAllText(Path.Combine(rig.State, "finder.known"), "damaged");
        rig.ForgetProcess();
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        rig.Metrics.Totals.Received.ShouldBe(2);
        FinderRig.Tree(rig.Storage).ShouldBe(["b.fits", "d/a.fits"]);
        rig.Logs.Lines.ShouldNotContain(l => l.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_file_that_stays_outside_of_storage_has_the_original_s_path()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Write("d/a.fits", "a");
        rig.Write("b.fits", "b");
        rig.Settings = rig.Settings with { StandardAction = FileAction.Noop };
        await rig.RunAsync();
        rig.Rows().Select(r => r.Path.ToString()).ShouldBe(["../source/b.fits", "../source/d/a.fits"]);
    }

    [Fact]
    public async Task A_storage_folder_inside_the_source_is_no_source()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        var inner = Directory.CreateDirectory(Path.Combine(rig.Source, "storage")).FullName;
        rig.Settings = rig.Settings with { Storage = inner };
        rig.Write("a.fits", "a");
        rig.Write("storage/old.fits", "old");
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        rig.Tracked().ShouldBe(["a.fits"]);
        FinderRig.Tree(rig.Source).ShouldBe(["storage/a.fits", "storage/old.fits"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Onto_another_file_system_a_file_is_copied_with_its_mode_and_times(DatabaseKind kind)
    {
        using var memory = new MemoryFolder();
        using var rig = new FinderRig(kind, storage: memory["storage"]);
        rig.Settings = rig.Settings with { Durability = Durability.Synced };
        var path = rig.Write("d/a.fits", string.Concat(Enumerable.Repeat("content ", 400_000)));
        var time = new DateTime(2021, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc(path, time);
        rig.Write("taken.fits", "incoming");
        rig.Write("taken.fits", "there", rig.Storage);
        await rig.RunAsync();
        rig.Tracked().ShouldBe(["d/a.fits"]);
        FinderRig.Tree(rig.Source).ShouldBe(["taken.fits"]);
        FinderRig.Tree(rig.Storage).ShouldBe(["d/a.fits", "taken.fits"]);
        var stored = Path.Combine(rig.Storage, "d/a.fits");
        rig.Rows().Single().Checksum.ShouldBe(Checksum(stored));
        File.GetLastWriteTimeUtc(stored).ShouldBe(time);
        File.GetUnixFileMode(stored).ShouldBe(UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Unresolved(rig).ShouldBe(0);
    }

    [Fact]
    public async Task Same_names_and_contents_in_one_group_are_judged_one_after_another()
    {
        using var rig = new FinderRig(DatabaseKind.PostgreSql);
        for (var i = 0; i < 5; i++)
        {
            rig.Write($"{i}/same.fits", "one content");
            rig.Write($"{i}/name.fits", $"content {i}");
            rig.Write($"{i}/copy{i}.fits", "copied");
        }

        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        rig.Tracked().Length.ShouldBe(3);
        FinderRig.Tree(rig.Storage).ShouldBe(rig.Tracked());
        FinderRig.Tree(rig.Source).Length.ShouldBe(8); // Four other contents, four other names; four duplicates are deleted.
        Unresolved(rig).ShouldBe(0);
        Directory.GetDirectories(rig.Storage).Length.ShouldBe(rig.Tracked().Select(t => t.Split('/')[0]).Distinct().Count());
    }

    [Fact]
    public async Task It_stops_at_once_in_the_middle_of_a_large_file()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        using (var large = File.Create(Path.Combine(rig.Source, "large.fits")))
            large.SetLength(256L << 30);
        rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.InFlight == 1);
        await rig.StopAsync(); // To read it all would take longer than that waits.
        rig.Tracked().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_vanishes_is_told_and_waited_for()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Start();
        await rig.SearchAsync();
        var aside = rig.Storage + ".aside";
        Directory.Move(rig.Storage, aside);
        await rig.UntilAsync(() => rig.Context.Degradations.ContainsKey("storage"));
        rig.Write("a.fits", "a");
        Directory.Move(aside, rig.Storage);
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 1);
        rig.Context.Degradations.ShouldBeEmpty();
    }

    internal static int Unresolved(FinderRig rig)
    {
        using var database = rig.Database.Open();
        return new FinderTables(database, rig.Settings.Source, rig.Settings.Storage).Unresolved().Count;
    }

    internal static string Checksum(string path)
    {
        using var file = File.OpenHandle(path);
        return Files.Checksums.FileChecksum.Of(file, CancellationToken.None).Text;
    }

    private static void Sh(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]))!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
