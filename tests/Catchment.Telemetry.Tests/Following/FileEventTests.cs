using Catchment.Core.Databases;
using Catchment.Telemetry.Following;

namespace Catchment.Telemetry.Tests.Following;

public sealed class FileEventTests
{
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Files_that_are_made_or_written_to_are_recorded_also_in_later_folders(DatabaseKind kind)
    {
        using var rig = new LiveRig(kind);
        Directory.CreateDirectory(rig["telem/old"]);
        File.WriteAllText(rig["telem/old/before"], "1");
        _ = rig.Start();
        await rig.InventoriedAsync();
        await rig.UntilAsync(() => Sizes(rig) is ["telem/old/before|1"]);
        File.AppendAllText(rig["telem/old/before"], "23");
        File.WriteAllText(rig["telem/new"], "12");
        await rig.UntilAsync(() => Sizes(rig) is ["telem/new|2", "telem/old/before|3"]);

        Directory.CreateDirectory(rig["telem/a/b/c"]);
        File.WriteAllText(rig["telem/a/b/c/deep"], "1234");
        await rig.UntilAsync(() => Sizes(rig).Contains("telem/a/b/c/deep|4"));
        File.AppendAllText(rig["telem/a/b/c/deep"], "5");
        await rig.UntilAsync(() => Sizes(rig).Contains("telem/a/b/c/deep|5"));

        // A time that is set is news, a creation time stays.
        var created = rig.Of("SELECT creation_time FROM file_origins WHERE size_bytes = 5");
        File.SetLastWriteTimeUtc(rig["telem/a/b/c/deep"], new DateTime(2024, 4, 15, 0, 0, 0, DateTimeKind.Utc));
        await rig.UntilAsync(() => rig.Files().Contains("telem/a/b/c/deep|2024-04-15 00:00:00.000000+00:00|5"));
        rig.Of("SELECT creation_time FROM file_origins WHERE size_bytes = 5").ShouldBe(created);
    }

    [Fact]
    public async Task Renames_and_deletions_change_nothing()
    {
        using var rig = new LiveRig(DatabaseKind.Sqlite);
        File.WriteAllText(rig["telem/one"], "1");
        File.WriteAllText(rig["telem/two"], "22");
        Directory.CreateDirectory(rig["telem/folder"]);
        File.WriteAllText(rig["telem/folder/x"], "1");
        _ = rig.Start();
        await rig.InventoriedAsync();
        File.Move(rig["telem/one"], rig["telem/renamed"]);
        File.Delete(rig["telem/two"]);
        Directory.Move(rig["telem/folder"], rig["telem/moved"]);
        File.WriteAllText(rig["telem/last"], "333"); // What is told before it is known when this is recorded.
        await rig.UntilAsync(() => Sizes(rig).Contains("telem/last|3"));
        Sizes(rig).ShouldBe(["telem/folder/x|1", "telem/last|3", "telem/one|1", "telem/two|2"]);

        // In a folder that was renamed files are seen under its new path.
        File.WriteAllText(rig["telem/moved/y"], "1");
        await rig.UntilAsync(() => Sizes(rig) is ["telem/folder/x|1", "telem/last|3", "telem/moved/y|1", "telem/one|1", "telem/two|2"]);
    }

    [Fact]
    public async Task A_data_folder_is_watched_as_soon_as_it_appears_and_when_it_is_made_anew()
    {
        using var rig = new LiveRig(DatabaseKind.Sqlite);
        rig.DataDirs = [rig["later"], rig.Telem, rig.Telem + "/"];
        _ = rig.Start();
        await rig.InventoriedAsync();
        Directory.CreateDirectory(rig["later/below"]);
        File.WriteAllText(rig["later/below/x"], "1");
        await rig.UntilAsync(() => Sizes(rig) is ["later/below/x|1"]);
        File.AppendAllText(rig["later/below/x"], "2");
        await rig.UntilAsync(() => Sizes(rig) is ["later/below/x|2"]);
        Directory.Delete(rig["later"], recursive: true);
        Directory.CreateDirectory(rig["later"]);
        File.WriteAllText(rig["later/y"], "1");
        await rig.UntilAsync(() => Sizes(rig) is ["later/below/x|2", "later/y|1"]);
        File.AppendAllText(rig["later/y"], "2");
        await rig.UntilAsync(() => Sizes(rig) is ["later/below/x|2", "later/y|2"]);
    }

    [Fact]
    public async Task The_program_does_not_feed_itself()
    {
        using var rig = new LiveRig(DatabaseKind.Sqlite);
        rig.DataDirs = [rig.Telem, Path.GetDirectoryName(rig.Url.FilePath)!];
        _ = rig.Start();
        await rig.InventoriedAsync();
        File.WriteAllText(rig["telem/x"], "1");
        await rig.UntilAsync(() => Sizes(rig).Contains("telem/x|1"));

        // What the writing of that file's row has told is heard by the second idle moment from now on: it would make a round.
        var rounds = 0;
        var idle = 0;
        rig.Reached = moment => _ = moment == LiveMoment.Written ? rounds++ : moment == LiveMoment.Idle ? idle++ : 0;
        await rig.UntilAsync(() => idle >= 100);
        rounds.ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("/d/x.db", true)]
    [InlineData("/d/x.db-wal", true)]
    [InlineData("/d/x.db.catchment-journal", true)]
    [InlineData("/d/x.dbs", false)]
    [InlineData("/d/x.db2/y", false)]
    [InlineData("/state/sub/file", true)]
    [InlineData("/d/../state/file", true)]
    [InlineData("/d/x", false)]
    public void Own_files_are_told_by_their_paths(string path, bool isOwn) => new OwnPaths(["/d/x.db", "/state"]).Contains(path).ShouldBe(isOwn);

    private static List<string> Sizes(LiveRig rig) => [.. rig.Files().Select(f => f.Split('|')).Select(f => $"{f[0]}|{f[2]}").Where(f => !f.StartsWith('/'))];
}
