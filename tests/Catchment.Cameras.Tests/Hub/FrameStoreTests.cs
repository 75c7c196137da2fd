using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Hub;

public sealed class FrameStoreTests : IDisposable
{
    private static readonly DateTime Start = new(2018, 12, 30, 8, 18, 31, 809);
    private readonly TemporaryFolder _root = new();
    private readonly ManualTime _time = new(Start);
    private readonly List<DateOnly> _opened = [];
    private DayFolders? _folders;

    public void Dispose()
    {
        _folders?.Dispose();
        _root.Dispose();
    }

    [Fact]
    public void A_frame_lands_where_the_original_puts_it()
    {
        Store().Store("Driveway Mailbox"u8, FrameFormat.Jpg, "jpeg"u8).ShouldBe(StoreOutcome.Stored);

        File.ReadAllText(_root["images/2018-12-30/Driveway-Mailbox-2018-12-30T08.18.31.809000.jpg"]).ShouldBe("jpeg");
        _opened.ShouldBe([new DateOnly(2018, 12, 30)]);
    }

    [Fact]
    public void Frames_after_midnight_land_in_the_next_days_folder()
    {
        var store = Store();
        store.Store("a"u8, FrameFormat.Jpg, "1"u8);
        _time.Advance(TimeSpan.FromDays(1));

        store.Store("a"u8, FrameFormat.Jpg, "2"u8);

        Files().ShouldBe(["2018-12-30/a-2018-12-30T08.18.31.809000.jpg", "2018-12-31/a-2018-12-31T08.18.31.809000.jpg"]);
    }

    [Fact]
    public void A_clock_that_is_set_back_onto_a_stored_frame_replaces_nothing()
    {
        var store = Store();
        store.Store("a"u8, FrameFormat.Jpg, "first"u8);
        _time.Advance(TimeSpan.FromSeconds(1));
        store.Store("a"u8, FrameFormat.Jpg, "between"u8);
        _time.Advance(TimeSpan.FromSeconds(-1));

        store.Store("a"u8, FrameFormat.Jpg, "second"u8).ShouldBe(StoreOutcome.Stored);

        File.ReadAllText(_root["images/2018-12-30/a-2018-12-30T08.18.31.809000.jpg"]).ShouldBe("first");
        File.ReadAllText(_root["images/2018-12-30/a-2018-12-30T08.18.31.809001.jpg"]).ShouldBe("second");
    }

    [Fact]
    public void A_folder_that_is_removed_while_open_is_made_again()
    {
        var store = Store();
        store.Store("a"u8, FrameFormat.Jpg, "1"u8);
        Directory.Delete(_root["images"], recursive: true);

        store.Store("a"u8, FrameFormat.Jpg, "2"u8).ShouldBe(StoreOutcome.Stored);

        Files().Length.ShouldBe(1);
    }

    [Fact]
    public void A_folder_that_is_moved_away_gets_no_more_frames()
    {
        var store = Store();
        store.Store("a"u8, FrameFormat.Jpg, "1"u8);
        Directory.Move(_root["images/2018-12-30"], _root["archive"]);

        _folders!.LetGoOfMoved();
        store.Store("a"u8, FrameFormat.Jpg, "2"u8);

        Directory.GetFiles(_root["archive"]).Length.ShouldBe(1);
        Files().Length.ShouldBe(1);
    }

    [Fact]
    public void Past_the_cap_nothing_is_stored_and_the_first_is_told_apart()
    {
        var store = Store(cap: 2);

        Enumerable.Range(0, 4).Select(_ => store.Store("a"u8, FrameFormat.Jpg, "x"u8))
            .ShouldBe([StoreOutcome.Stored, StoreOutcome.Stored, StoreOutcome.FirstCapped, StoreOutcome.Capped]);

        Files().Length.ShouldBe(2);
    }

    [Fact]
    public void Every_format_has_its_extension_and_counts_for_the_cap_also_after_a_restart()
    {
        var store = Store(cap: 4);
        foreach (var format in Enum.GetValues<FrameFormat>())
            store.Store("a"u8, format, "x"u8).ShouldBe(StoreOutcome.Stored);
        File.WriteAllText(_root["images/2018-12-30/.a-2018-12-30T08.18.31.809000.png.tmp"], "left behind");
        File.WriteAllText(_root["images/2018-12-30/notes.txt"], "somebody's");
        _folders!.Dispose();

        store = Store(cap: 4);
        store.Store("a"u8, FrameFormat.Npy, "x"u8).ShouldBe(StoreOutcome.Stored);
        store.Store("a"u8, FrameFormat.Npy, "x"u8).ShouldBe(StoreOutcome.FirstCapped);

        Files().Where(f => f.Contains("/a-", StringComparison.Ordinal)).ShouldBe(
            [
                "2018-12-30/a-2018-12-30T08.18.31.809000.jpg", "2018-12-30/a-2018-12-30T08.18.31.809000.npy",
                "2018-12-30/a-2018-12-30T08.18.31.809001.png", "2018-12-30/a-2018-12-30T08.18.31.809002.npy",
            ]);
    }

    [Fact]
    public void Below_the_low_mark_nothing_is_stored()
    {
        Store(low: long.MaxValue / 2).Store("a"u8, FrameFormat.Jpg, "x"u8).ShouldBe(StoreOutcome.NoSpace);

        Directory.Exists(_root["images"]).ShouldBeFalse();
    }

    [Fact]
    public void A_name_that_fits_no_file_is_refused() =>
        Store().Store(Encoding.ASCII.GetBytes(new string('n', 300)), FrameFormat.Jpg, "x"u8).ShouldBe(StoreOutcome.NameTooLong);

    [Fact]
    public void A_failed_write_takes_no_place_in_the_day()
    {
        var store = Store(cap: 1);
        File.WriteAllText(_root["images"], "a file where the folder should be");
        Should.Throw<StorageException>(() => store.Store("a"u8, FrameFormat.Jpg, "x"u8));
        File.Delete(_root["images"]);

        store.Store("a"u8, FrameFormat.Jpg, "x"u8).ShouldBe(StoreOutcome.Stored);
    }

    [Fact]
    public void Storing_allocates_nothing()
    {
        var store = Store(cap: 1000);

        Allocations.Of(() =>
        {
            for (var i = 0; i < 20; i++)
                store.Store("Driveway Mailbox"u8, FrameFormat.Jpg, "x"u8);
        }).ShouldBe(0);
    }

    private FrameStore Store(long? cap = null, long low = 1)
    {
        _folders = new DayFolders(_root["images"], Durability.Written, _opened.Add);
        return new FrameStore(_folders, new FrameClock(_time), new DailyCap(cap, null, _folders.Count), new FreeSpaceGuard(_root.FullPath, low));
    }

    private string[] Files() =>
        [.. Directory.GetFiles(_root["images"], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_root["images"], f)).Order(StringComparer.Ordinal)];
}
