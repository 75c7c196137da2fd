using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

public sealed class FrameArchiveTests : IDisposable
{
    private static readonly DateTime Now = new(2024, 5, 10, 12, 0, 0);

    private readonly FrameTree _tree = new(Now);
    private readonly TemporaryFolder _disk = new();
    private readonly string _frame;

    public FrameArchiveTests()
    {
        _tree.Frame("Cam", Now);
        _frame = _tree.Frame("Cam", Now.AddDays(-5), "the frame");
        File.SetLastWriteTimeUtc(_tree[_frame], new DateTime(2024, 5, 5, 12, 0, 0, DateTimeKind.Utc));
        Directory.CreateDirectory(Near);
    }

    public static TheoryData<bool> Media => [false, true];

    private string Near => Path.Combine(_tree.Root, "archive");

    public void Dispose()
    {
        _disk.Dispose();
        _tree.Dispose();
    }

    [Theory]
    [MemberData(nameof(Media))]
    public void A_frame_is_moved_with_its_day_its_name_and_its_time(bool isOther)
    {
        var report = Run(isOther);

        report.Lines.ShouldHaveSingleItem().ArchivedTo.ShouldBe(Archive(isOther));
        File.ReadAllText(InArchive(isOther)).ShouldBe("the frame");
        File.GetLastWriteTimeUtc(InArchive(isOther)).ShouldBe(new DateTime(2024, 5, 5, 12, 0, 0));
        FrameTree.NamesIn(Archive(isOther)).ShouldBe([_frame]);
        Directory.Exists(_tree["2024-05-05"]).ShouldBeFalse();
        _tree.Listener.Frames.ShouldHaveSingleItem().Archived.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Media))]
    public void What_is_there_already_with_the_same_content_counts_as_moved(bool isOther)
    {
        Put(isOther, "the frame");

        Run(isOther).Files.ShouldBe(1);

        File.ReadAllText(InArchive(isOther)).ShouldBe("the frame");
        File.Exists(_tree[_frame]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false, "the Frame")]
    [InlineData(true, "the Frame")]
    [InlineData(false, "the fram")]
    [InlineData(true, "the frame, and more")]
    public void What_is_there_with_other_content_stays_and_so_does_the_frame(bool isOther, string content)
    {
        Put(isOther, content);

        var report = Run(isOther);

        report.Files.ShouldBe(0);
        report.Troubles[RetentionTrouble.Conflict].ShouldContain(_frame);
        File.ReadAllText(InArchive(isOther)).ShouldBe(content);
        File.ReadAllText(_tree[_frame]).ShouldBe("the frame");
        _tree.Listener.Frames.ShouldBeEmpty();
    }

    [Fact]
    public void A_link_in_the_archives_place_is_never_written_through()
    {
        File.WriteAllText(_disk["elsewhere"], "the frame");
        Directory.CreateDirectory(Path.GetDirectoryName(InArchive(false))!);
        File.CreateSymbolicLink(InArchive(false), _disk["elsewhere"]);

        Run(isOther: false).Troubles.Keys.ShouldContain(RetentionTrouble.Conflict);

        File.Exists(_tree[_frame]).ShouldBeTrue();
        File.ReadAllText(_disk["elsewhere"]).ShouldBe("the frame");
    }

    [Fact]
    public void An_archive_that_is_away_keeps_the_frames_where_they_are_until_it_is_there_again()
    {
        Directory.Delete(Near);

        var report = Run(isOther: false);

        report.Files.ShouldBe(0);
        report.Troubles[RetentionTrouble.Archive].ShouldContain("Is its disk mounted?");
        _tree.Listener.Announced.ShouldBeEmpty();
        Directory.Exists(Near).ShouldBeFalse();
        File.Exists(_tree[_frame]).ShouldBeTrue();

        Directory.CreateDirectory(Near);
        Run(isOther: false).Files.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/2024-05-05")]
    public void A_file_in_the_archives_place_is_no_archive(string place)
    {
        if (place.Length == 0)
            Directory.Delete(Near);
        File.WriteAllText(Near + place, "a file");

        Run(isOther: false).Troubles.Keys.ShouldContain(RetentionTrouble.Archive);

        File.Exists(_tree[_frame]).ShouldBeTrue();
        File.ReadAllText(Near + place).ShouldBe("a file");
    }

    [Fact]
    public void An_archive_that_is_away_does_not_keep_others_frames_from_leaving()
    {
        var other = _tree.Frame("Yard", Now.AddDays(-5));
        Directory.Delete(Near);
        var options = new RetentionOptions { KeepDays = 2, Pace = 0, Rules = [new RetentionRuleOptions { Cameras = "Cam", KeepDays = 2, ArchiveTo = Near }] };

        var report = _tree.Rounds(options).Run(null, CancellationToken.None);

        report.Files.ShouldBe(1);
        File.Exists(_tree[other]).ShouldBeFalse();
        File.Exists(_tree[_frame]).ShouldBeTrue();
    }

    [Fact]
    public void The_frames_own_folder_under_another_name_is_no_archive()
    {
        Directory.Delete(Near);
        File.CreateSymbolicLink(Near, _tree.Images);

        var report = Run(isOther: false);

        report.Troubles[RetentionTrouble.Archive].ShouldContain("is the folder of the frames itself");
        File.ReadAllText(_tree[_frame]).ShouldBe("the frame");
    }

    [Theory]
    [MemberData(nameof(Media))]
    public void What_a_killed_copy_left_is_swept_and_what_is_somebody_elses_is_not(bool isOther)
    {
        Put(isOther, "the fra", prefix: ".", suffix: ".tmp");
        var foreign = Path.Combine(Archive(isOther), "2024-05-05", ".Other-2024-05-05T12.00.00.000000.jpg.tmp");
        File.WriteAllText(foreign, "of another hub, at work");

        Run(isOther).Files.ShouldBe(1);

        FrameTree.NamesIn(Archive(isOther)).ShouldBe(new[] { _frame, Path.GetRelativePath(Archive(isOther), foreign) }.Order(StringComparer.Ordinal));
        File.ReadAllText(InArchive(isOther)).ShouldBe("the frame");
    }

    [Fact]
    public void Many_copies_are_moved_whole_and_in_order()
    {
        var names = Enumerable.Range(0, 80).Select(i => _tree.Frame("Cam", Now.AddDays(-5).AddSeconds(i + 1), $"frame {i}")).ToList();

        Run(isOther: true).Files.ShouldBe(81);

        names.Select(n => File.ReadAllText(_disk[n])).ShouldBe(Enumerable.Range(0, 80).Select(i => $"frame {i}"));
        _tree.Listener.Names.ShouldBe([_frame, .. names]);
    }

    [Fact]
    public void A_rehearsal_finds_an_archive_away_too_and_makes_nothing_in_one_that_is_there()
    {
        Rounds(isOther: false).Rehearse(CancellationToken.None).ArchivedFiles.ShouldBe(1);
        Directory.EnumerateFileSystemEntries(Near).ShouldBeEmpty();

        Directory.Delete(Near);
        var report = Rounds(isOther: false).Rehearse(CancellationToken.None);

        report.Files.ShouldBe(0);
        report.Troubles.Keys.ShouldContain(RetentionTrouble.Archive);
    }

    private string Archive(bool isOther) => isOther ? _disk.FullPath : Near;

    private string InArchive(bool isOther) => Path.Combine(Archive(isOther), _frame);

    private RetentionRounds Rounds(bool isOther) => _tree.Rounds(new RetentionOptions { KeepDays = 2, ArchiveTo = Archive(isOther), Pace = 0 });

    private RetentionReport Run(bool isOther) => Rounds(isOther).Run(null, CancellationToken.None);

    private void Put(bool isOther, string content, string prefix = "", string suffix = "")
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(InArchive(isOther))!).FullName;
        File.WriteAllText(Path.Combine(folder, prefix + Path.GetFileName(_frame) + suffix), content);
    }
}
