using System.Runtime.Versioning;
using System.Text;
using Catchment.Core.Databases;
using Catchment.Core.Storage;
using Catchment.Files.Checksums;
using Catchment.Files.Finder;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Finder;

/// <summary>What a start makes of a note that a kill left behind: each combination of row, file in storage and file in the source.</summary>
[SupportedOSPlatform("linux")]
public sealed class MoveRecoveryTests
{
    private const string Content = "the content";
    private const string Place = "d/e/a.fits";

    /// <summary>What lies in storage, or in the source.</summary>
    private enum There
    {
        /// <summary>Nothing.</summary>
        Nothing,

        /// <summary>The file itself: in storage it was renamed, in the source it was not.</summary>
        Itself,

        /// <summary>A file of the same content.</summary>
        Copy,

        /// <summary>A file of another content, as long.</summary>
        Other,

        /// <summary>A folder of that name.</summary>
        Folder,
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite, false)]
    [InlineData(DatabaseKind.Sqlite, true)]
    [InlineData(DatabaseKind.PostgreSql, false)]
    [InlineData(DatabaseKind.PostgreSql, true)]
    public async Task Afterwards_no_file_is_without_its_row_no_row_without_its_file_and_nothing_is_lost(DatabaseKind kind, bool isOtherMedium)
    {
        using var memory = isOtherMedium ? new MemoryFolder() : null;
        using var rig = new FinderRig(kind, storage: memory?["storage"]);
        rig.Settings = rig.Settings with { AlternativeAction = FileAction.Noop };
        var cases =
            (from hasRow in new[] { false, true }
             from stored in Enum.GetValues<There>()
             from left in Enum.GetValues<There>()
             where stored != There.Itself || (left != There.Itself && !isOtherMedium)
             select new Case(rig, hasRow, stored, left)).ToArray();
        using var database = rig.Database.Open();
        var tables = new FinderTables(database, rig.Settings.Source, rig.Settings.Storage);
        foreach (var c in cases)
            c.Prepare(tables);
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        var (rows, notes) = (rig.Rows(), tables.Unresolved());
        foreach (var c in cases)
            c.Check(isOtherMedium, rows, notes);
    }

    [Fact]
    public async Task A_file_with_two_names_as_file_systems_without_the_safe_rename_leave_it_keeps_one()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        var source = rig.Write(Place, Content);
        using (var database = rig.Database.Open())
        {
            var facts = Facts(source);
            new FinderTables(database, rig.Settings.Source, rig.Settings.Storage).Plan([new PlannedMove(Place, new FoundFile(FilePath.Of(Place), FileChecksum.Of("the content"u8).Text, Content.Length), (long)facts.Inode, (long)facts.Device)]);
        }

        Directory.CreateDirectory(Path.Combine(rig.Storage, "d/e"));
        Link(source, Path.Combine(rig.Storage, Place));
        await rig.RunAsync();
        rig.Tracked().ShouldBe([Place]);
        FinderRig.Tree(rig.Storage).ShouldBe([Place]);
        FinderRig.Tree(rig.Source).ShouldBeEmpty();
        FinderScanTests.Unresolved(rig).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_move_whose_answer_was_lost_is_completed(bool hasTwoNames)
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        var (source, target) = (rig.Write(Place, Content), Path.Combine(rig.Storage, Place));
        rig.Reached = moment =>
        {
            // As a file server does that meets the same request again: the finder's own attempt is refused.
            if (moment != FinderMoment.Noted || File.Exists(target))
                return;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (hasTwoNames)
                Link(source, target);
            else
                File.Move(source, target);
        };
        await rig.RunAsync();
        rig.Tracked().ShouldBe([Place]);
        FinderRig.Tree(rig.Storage).ShouldBe([Place]);
        FinderRig.Tree(rig.Source).ShouldBeEmpty();
        FinderScanTests.Unresolved(rig).ShouldBe(0);
    }

    [Fact]
    public async Task Moves_of_other_folders_that_nobody_resolves_are_told_at_the_start()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        using (var database = rig.Database.Open())
        {
            var move = new PlannedMove(Place, new FoundFile(FilePath.Of(Place), "", 0), 1, 1);
            new FinderTables(database, "/former/source", rig.Storage).Plan([move, move with { Origin = "b.fits" }]);
            new FinderTables(database, "/source", "/former/storage").Plan([move]);
        }

        await rig.RunAsync();
        var told = rig.Logs.Lines.Single(l => l.Level == LogLevel.Warning).Text;
        told.ShouldStartWith("3 unfinished moves");
        told.ShouldContain($"/former/source to {rig.Storage}, /source to /former/storage");
    }

    [Fact]
    public async Task A_copied_file_that_was_written_to_before_the_restart_stays()
    {
        using var memory = new MemoryFolder();
        using var rig = new FinderRig(DatabaseKind.Sqlite, storage: memory["storage"]);
        var source = rig.Write(Place, Content);
        rig.Reached = moment =>
        {
            if (moment == FinderMoment.Recorded)
                throw new InvalidOperationException("killed");
        };
        rig.Start();
        await rig.UntilFailedAsync();
        using (var file = File.OpenWrite(source))
            file.Write("THE"u8); // In place: the same file, as long.
        rig.Reached = _ => { };
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        rig.Tracked().ShouldBe([Place]);
        Read(rig.Storage).ShouldBe(Content);
        Read(rig.Source).ShouldBe("THE content");
        FinderScanTests.Unresolved(rig).ShouldBe(0);
    }

    private static void Link(string source, string target)
    {
        using var link = System.Diagnostics.Process.Start("/bin/ln", [source, target]);
        link.WaitForExit();
    }

    private static string? Read(string root, string place = Place)
    {
        var path = Path.Combine(root, place);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static FileFacts Facts(string path)
    {
        using var folder = FolderHandle.Open(Path.GetDirectoryName(path)!)!;
        return folder.Facts(Encoding.UTF8.GetBytes(Path.GetFileName(path)))!.Value;
    }

    /// <summary>One combination, with a file of its own.</summary>
    private sealed class Case(FinderRig rig, bool hasRow, There stored, There left)
    {
        private readonly string _name = $"row {hasRow}, in storage {stored}, in the source {left}";
        private readonly string _place = $"{stored}/{left}/{hasRow}.{stored}.{left}.fits";
        private readonly string _content = $"{hasRow}.{stored}.{left}";
        private string?[] _before = [];
        private string _temporary = "";

        /// <summary>Notes the file, and puts everything as a kill might have left it.</summary>
        internal void Prepare(FinderTables tables)
        {
            var source = rig.Write(_place, _content);
            var target = new FoundFile(FilePath.Of(_place), FileChecksum.Of(Encoding.UTF8.GetBytes(_content)).Text, _content.Length);
            var facts = Facts(source);
            var note = tables.Plan([new PlannedMove(_place, target, (long)facts.Inode, (long)facts.Device)])[0];
            _temporary = Path.Combine(Path.GetDirectoryName(_place)!, Encoding.UTF8.GetString(VerifiedCopy.TemporaryName(target.Checksum, note)));
            if (hasRow)
                tables.Record([(target, null)])[0].ShouldNotBeNull();

            var aside = source + ".aside"; // Holds the inode, which the next file would get otherwise.
            File.Move(source, aside);
            Put(aside, rig.Storage, stored);
            Put(aside, rig.Source, left);
            File.Delete(aside);
            if (stored == There.Nothing)
                rig.Write(_temporary, _content[..3], rig.Storage); // A part of a copy.
            _before = [Read(rig.Source, _place), Read(rig.Storage, _place)];
        }

        internal void Check(bool isOtherMedium, IEnumerable<TrackedFile> rows, IEnumerable<(long Note, PlannedMove Move)> notes)
        {
            // Nothing is lost, of what was begun nothing is left, and what cannot be ended stays noted.
            string?[] after = [Read(rig.Source, _place), Read(rig.Storage, _place)];
            _before.Except(after).Where(c => c is not null).ShouldBeEmpty(_name);
            File.Exists(Path.Combine(rig.Storage, _temporary)).ShouldBeFalse(_name);
            notes.Count(n => n.Move.Origin == _place).ShouldBe(hasRow && stored == There.Folder && left == There.Itself ? 1 : 0, _name);

            // A row has its file, unless somebody took it away or put another there.
            var isTaken = stored is There.Other or There.Folder;
            var row = rows.SingleOrDefault(r => r.Path.Relative == _place);
            if (row is not null && !(hasRow && (isTaken || (stored == There.Nothing && left != There.Itself))))
                row.Checksum.ShouldBe(FinderScanTests.Checksum(Path.Combine(rig.Storage, _place)), _name);

            // A file has its row, unless it was there before us.
            var isForeign = stored == There.Other || (stored == There.Copy && !isOtherMedium);
            if (!isForeign && after[1] is not null)
                row.ShouldNotBeNull(_name);
            if (isForeign || stored == There.Folder)
                (row is not null).ShouldBe(hasRow, _name);
            if (stored == There.Nothing && left == There.Itself)
                after.ShouldBe([null, _content], _name);
        }

        private void Put(string itself, string root, There what)
        {
            var path = Path.Combine(root, _place);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (what == There.Itself)
                File.Move(itself, path);
            else if (what == There.Folder)
                Directory.CreateDirectory(path);
            else if (what != There.Nothing)
                File.WriteAllText(path, what == There.Copy ? _content : _content.ToUpperInvariant());
        }
    }
}
