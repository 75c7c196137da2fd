using Catchment.Cameras.Events;

namespace Catchment.Cameras.Tests.Events;

public sealed class EventFilesTests : IDisposable
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Events", "Vectors", "sample");
    private static readonly EventFiles SampleFiles = new(new EventFolders(Path.Combine(Sample, "csv"), Path.Combine(Sample, "images")));
    private static readonly DateOnly Day = new(2024, 5, 1);

    private readonly TemporaryFolder _folder = new();
    private readonly EventFiles _files;

    public EventFilesTests() => _files = new EventFiles(new EventFolders(_folder["csv"], _folder["images"]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Days_are_the_folders_named_like_a_date_newest_first() =>
        SampleFiles.Days().ShouldBe([new(2024, 5, 5), new(2024, 5, 4), new(2024, 5, 3), new(2024, 5, 2), new(2024, 5, 1)]);

    [Fact]
    public void Days_leave_out_foreign_names_files_and_links()
    {
        foreach (var name in new[] { "2024-05-01", "lost+found", "2024-13-01", "20240501", "x2024-05-01" })
            Directory.CreateDirectory(_folder[$"csv/{name}"]);
        File.WriteAllText(_folder["csv/2024-05-02"], "");
        Directory.CreateSymbolicLink(_folder["csv/2024-05-03"], _folder["csv/2024-05-01"]);

        _files.Days().ShouldBe([Day]);
    }

    [Fact]
    public void An_index_is_read_in_the_order_of_its_file()
    {
        var index = SampleFiles.ReadIndex(Day);

        index.LeftOut.ShouldBe(0);
        index.Rows.Count.ShouldBe(8);
        index.Rows[0].ShouldBe(new IndexRow(
            0, "alpha5", "PiCam3", new DateTime(2024, 5, 1, 7, 32, 12, 856).AddMicroseconds(29), "3f1c0a9e07aa11efb942dca63261a32e", 640, 480, "trk"));
        index.Rows.Select(r => r.Number).ShouldBe(Enumerable.Range(0, 8));
    }

    [Theory]
    [InlineData(3, 1, 1)] // a short row
    [InlineData(4, 0, 0)] // 0 bytes
    [InlineData(5, 1, 1)] // a long row
    [InlineData(6, 0, 0)] // no such day
    public void A_damaged_index_keeps_its_whole_rows(int day, int rows, int leftOut)
    {
        var index = SampleFiles.ReadIndex(new DateOnly(2024, 5, day));

        index.Rows.Count.ShouldBe(rows);
        index.LeftOut.ShouldBe(leftOut);
    }

    [Theory]
    [InlineData("a,b,2024-05-01T07:32:12,e,640,480,trk\r\n", 0, 1)]
    [InlineData("\n \t\n\ra,b,2024-05-01 07:32:12.1,e,640,480,trk", 0, 1)] // empty lines do not count, nor has the last row to end
    [InlineData("a,b,c\na,b,2024-05-01T07:32:12,e, 640 ,480.0,trk\n", 1, 1)]
    [InlineData("\"a,1\",\"b\"\"\n\",2024-05-01T07:32:12.123456789,e,1e3,-480,\"trk\"x\n", 0, 1)]
    [InlineData("a,b,2024-02-30T07:32:12,e,640,480,trk\na,b,1500-01-01T00:00:00,e,640,480,trk\na,b,NaN,e,640,480,trk\n", 0, 0)]
    [InlineData("a,b,2024-05-01T07:32:12,e,640.5,480,trk\na,b,2024-05-01T07:32:12,e,640,NA,trk\na,b,2024-05-01T07:32:12,e,1,1,trk,\n", 0, 0)]
    [InlineData("a,b,2024-05-01T07:32:12,e,640,480,\"trk\n", 0, 0)]
    public void An_odd_index_gives_its_whole_rows_with_their_numbers(string text, int firstNumber, int rows)
    {
        Write("csv/2024-05-01/camwatcher.csv", text);

        var index = _files.ReadIndex(Day);

        index.Rows.Count.ShouldBe(rows);
        if (rows > 0)
            index.Rows[0].Number.ShouldBe(firstNumber);
    }

    [Fact]
    public void Texts_are_missing_quoted_or_kept_with_their_blanks()
    {
        Write("csv/2024-05-01/camwatcher.csv", "NA,\" b,\"\"x\"\" \",2024-05-01T07:32:12.000000009,<NA>,1,2,  \nNone,Ä,2024-05-01T07:32:12,nan ,1,2,\"NULL\"\n");

        var rows = _files.ReadIndex(Day).Rows;

        rows[0].ShouldBe(new IndexRow(0, null, " b,\"x\" ", new DateTime(2024, 5, 1, 7, 32, 12), null, 1, 2, "  ") { Nanoseconds = 9 });
        rows[1].ShouldBe(new IndexRow(1, "None", "Ä", new DateTime(2024, 5, 1, 7, 32, 12), "nan ", 1, 2, null));
    }

    [Fact]
    public void A_tracking_set_keeps_what_is_good_of_a_messy_file()
    {
        var set = SampleFiles.ReadSet(new EventKey(new(2024, 5, 2), "a7733c1e087711ef8f1edca63261a32e"), "trk").ShouldNotBeNull();

        set.Rows[0].Number.ShouldBe(0);
        set.Rows[1].ShouldBe(new TrackingRow(1, new DateTime(2024, 5, 2, 12, 0, 0), "1", "car: 0.6000", 1, 2, 3, 4));
        set.Rows.ShouldNotContain(r => r.Number == 2); // its time cannot be read
        set.LeftOut.ShouldBe(2);
    }

    [Fact]
    public void One_bad_coordinate_costs_its_row_only()
    {
        Write("csv/2024-05-01/e_trk.csv", Header + "2024-05-01T00:00:00,1,a,1.5,2,3,4\n2024-05-01T00:00:00,1,a,1,,NA,13.0\n2024-05-01T00:00:00,1\n");

        var set = _files.ReadSet(new EventKey(Day, "e"), "trk").ShouldNotBeNull();

        set.Rows.ShouldBe(
        [
            new TrackingRow(1, new DateTime(2024, 5, 1), "1", "a", 1, null, null, 13),
            new TrackingRow(2, new DateTime(2024, 5, 1), "1", null, null, null, null, null),
        ]);
        set.LeftOut.ShouldBe(1);
    }

    [Fact]
    public void A_quote_that_is_closed_in_a_later_row_costs_its_own_line()
    {
        Write("csv/2024-05-01/e_trk.csv", Header + "2024-05-01T00:00:00,1,\"a,1,2,3,4\n2024-05-01T00:00:01,2,\"b,c\",1,2,3,4\n");

        var set = _files.ReadSet(new EventKey(Day, "e"), "trk").ShouldNotBeNull();

        set.Rows.ShouldHaveSingleItem().ClassName.ShouldBe("b,c");
        set.LeftOut.ShouldBe(1);
    }

    [Fact]
    public void A_row_that_is_too_long_has_no_number()
    {
        Write("csv/2024-05-01/e_trk.csv", Header + "2024-05-01T00:00:00,1,a,b,1,2,3,4\n2024-05-01T00:00:00,1,a,1,2,3,4\n");

        _files.ReadSet(new EventKey(Day, "e"), "trk")!.Rows.ShouldHaveSingleItem().Number.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("timestamp,objid,class,rect_x1,rect_y1,rect_x2,rect_y2\n2024-05-01T00:00:00,1,a,1,2,3,4\n")]
    [InlineData("timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n2024-05-01T00:00:00,1,\"a,1,2,3,4\n")]
    public void A_file_that_is_no_tracking_set_is_null(string text)
    {
        Write("csv/2024-05-01/e_trk.csv", text);

        _files.ReadSet(new EventKey(Day, "e"), "trk").ShouldBeNull();
        _files.ReadSet(new EventKey(Day, "e"), "obj").ShouldBeNull();
        _files.ReadSet(new EventKey(Day.AddDays(1), "e"), "trk").ShouldBeNull();
    }

    [Fact]
    public void Picture_times_are_those_of_the_exact_id()
    {
        SampleFiles.PictureTimes(new EventKey(Day, "7c02f19007b011efb942dca63261a32e")).ShouldBe(
            [new(2024, 5, 1, 9, 0, 0, 500), new(2024, 5, 1, 9, 0, 0, 540), new(2024, 5, 1, 9, 0, 0, 580)]);
        SampleFiles.PictureTimes(new EventKey(Day, "7c02")).ShouldBeEmpty();
        SampleFiles.PictureTimes(new EventKey(Day, "")).ShouldBeEmpty();
        SampleFiles.PictureTimes(new EventKey(new(1999, 1, 1), "7c02")).ShouldBeEmpty();
    }

    [Fact]
    public void Picture_times_skip_foreign_names()
    {
        foreach (var name in new[]
        {
            "e_2024-05-01_00.00.01.000000.jpg", "e_2024-05-01_00.00.00.000001.jpg", "e_2024-05-01_00.00.00.jpg", "e_thumb.jpg", "e_2024-05-01_00.00.61.000000.jpg",
            ".e_2024-05-01_00.00.02.000000.jpg.tmp", "ee_2024-05-01_00.00.03.000000.jpg", "e_2024-05-01_00.00.00.000001.png", "e_2024-05-01_00.00.00.00000x.jpg",
        })
            Write($"images/2024-05-01/{name}", "");

        _files.PictureTimes(new EventKey(Day, "e")).ShouldBe([new DateTime(2024, 5, 1).AddMicroseconds(1), new(2024, 5, 1, 0, 0, 1)]);
    }

    [Fact]
    public void No_link_is_followed_below_the_roots()
    {
        Write("elsewhere/camwatcher.csv", "a,b,2024-05-01T07:32:12,e,640,480,trk\n");
        Directory.CreateDirectory(_folder["csv/2024-05-01"]);
        File.CreateSymbolicLink(_folder["csv/2024-05-01/camwatcher.csv"], _folder["elsewhere/camwatcher.csv"]);
        Directory.CreateSymbolicLink(_folder["csv/2024-05-02"], _folder["elsewhere"]);

        _files.ReadIndex(Day).Rows.ShouldBeEmpty();
        _files.ReadIndex(Day.AddDays(1)).Rows.ShouldBeEmpty();
    }

    private const string Header = "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n";

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }
}
