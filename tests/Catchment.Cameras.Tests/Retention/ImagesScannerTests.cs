using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

public sealed class ImagesScannerTests : IDisposable
{
    private static readonly DateTime Now = new(2024, 5, 10, 12, 0, 0);

    private readonly FrameTree _tree = new(Now);
    private readonly ImagesScanner _scanner;

    public ImagesScannerTests() => _scanner = new ImagesScanner(_tree.Images, _tree.Settings(new RetentionOptions()).Retention, _tree.Time);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void A_folder_that_has_not_changed_is_not_read_again()
    {
        for (var day = 1; day <= 5; day++)
        {
            _tree.Frame("Cam", Now.AddDays(-day));
            Settle(Now.AddDays(-day));
        }

        var first = Scan();
        var second = Scan();

        _scanner.FoldersRead.ShouldBe(5);
        second.Days.ShouldBe(first.Days);
        _tree.Frame("Cam", Now.AddDays(-3).AddSeconds(1), "more");
        Settle(Now.AddDays(-3), seconds: 1);
        Scan().Days.Sum(d => d.Bytes).ShouldBe(first.Days.Sum(d => d.Bytes) + 4);
        _scanner.FoldersRead.ShouldBe(6);
    }

    [Fact]
    public void A_folder_that_changed_just_now_is_read_again_for_its_time_may_not_show_the_next_change()
    {
        _tree.Frame("Cam", Now);
        Directory.SetLastWriteTimeUtc(_tree["2024-05-10"], Now.AddSeconds(-1));

        Scan();
        Scan();

        _scanner.FoldersRead.ShouldBe(2);
    }

    [Fact]
    public void Days_and_cameras_are_summed_up()
    {
        _tree.Frame("Barn", Now, "12345");
        _tree.Frame("Barn", Now.AddSeconds(1), "1");
        _tree.Frame("Yard", Now, "12", "png");
        Directory.CreateDirectory(_tree["2024-05-01"]);

        var summary = Scan();

        summary.Newest.ShouldBe(new DateOnly(2024, 5, 10));
        summary.Days.Select(d => (d.Day, d.Files, d.Bytes, d.IsEmpty)).ShouldBe([(new DateOnly(2024, 5, 1), 0, 0, true), (new DateOnly(2024, 5, 10), 3, 8, false)]);
        summary.Days[1].Cameras.ShouldBe([new CameraShare("Barn", 0, 2, 6), new CameraShare("Yard", 0, 1, 2)]);
    }

    [Fact]
    public void Links_folders_and_foreign_files_count_for_nothing()
    {
        _tree.Frame("Barn", Now, "12345");
        File.CreateSymbolicLink(_tree[FrameTree.NameOf("Link", Now)], _tree[FrameTree.NameOf("Barn", Now)]);
        Directory.CreateDirectory(_tree[FrameTree.NameOf("Folder", Now)]);
        File.WriteAllText(_tree["2024-05-10/notes.txt"], "notes");
        File.WriteAllText(_tree["2024-05-10/" + Path.GetFileName(FrameTree.NameOf("Barn", Now.AddDays(-1)))], "of another day");
        Directory.CreateDirectory(Path.Combine(_tree.Root, "linked"));
        File.CreateSymbolicLink(_tree["2024-05-11"], Path.Combine(_tree.Root, "linked"));

        var summary = Scan();

        summary.Newest.ShouldBe(new DateOnly(2024, 5, 10));
        summary.Days.ShouldHaveSingleItem().Cameras.ShouldBe([new CameraShare("Barn", 0, 1, 5)]);
    }

    [Fact]
    public void More_cameras_than_are_told_apart_are_summed_up_together()
    {
        for (var i = 0; i < ImagesScanner.MostCameras + 10; i++)
            _tree.Frame($"Cam{i}", Now, "x");

        var day = Scan().Days.ShouldHaveSingleItem();

        day.Cameras.Count.ShouldBe(ImagesScanner.MostCameras + 1);
        day.Cameras[^1].ShouldBe(new CameraShare(null, 0, 10, 10));
        day.Files.ShouldBe(ImagesScanner.MostCameras + 10);
    }

    private ImagesSummary Scan() => _scanner.Scan(CancellationToken.None);

    private void Settle(DateTime day, int seconds = 0) => Directory.SetLastWriteTimeUtc(_tree[day.ToString("yyyy-MM-dd")], day.AddHours(-1).AddSeconds(seconds));
}
