using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings.Indexing;

namespace Catchment.Cameras.Tests.Recordings;

/// <summary>A day's index in memory, and the file on disk.</summary>
public sealed class DayBookTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 2, 10);

    private readonly TemporaryFolder _root = new();
    private readonly DayBook _book;
    private readonly string _index;

    public DayBookTests()
    {
        var folders = new EventFolders(_root["csv"], _root["images"]);
        Directory.CreateDirectory(folders.CsvOf(Day));
        _index = folders.IndexOf(Day);
        _book = new DayBook(folders, Day);
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void An_index_that_was_written_anew_under_the_same_number_is_read_from_its_begin()
    {
        File.WriteAllText(_index, Row("aa1") + Row("bb2") + Row("cc3"));
        Ids().ShouldBe(["aa1", "bb2", "cc3"]);

        // What a file system makes of a rename twice over: the number is that of the first file, which had been set free.
        File.WriteAllText(_index, Row("bb2") + Row("cc3") + Row("dd4") + Row("ee5"));

        Ids().ShouldBe(["bb2", "cc3", "dd4", "ee5"]);
    }

    [Fact]
    public void A_row_that_grows_and_rows_that_come_are_read_once()
    {
        File.WriteAllText(_index, "\uFEFF" + Row("aa1") + Row("bb2")[..^1]);
        Ids().ShouldBe(["aa1", "bb2"]);
        File.AppendAllText(_index, "\n" + Row("bb2", "obj") + Row("cc3"));
        Ids().ShouldBe(["aa1", "bb2", "cc3"]);
        _book.Find("bb2")!.Types.ShouldBe(["trk", "obj"]);
    }

    [Fact]
    public void Rows_behind_an_open_quote_are_there_until_the_quote_is_closed()
    {
        File.WriteAllText(_index, Row("aa1") + "\"alpha5,PiCam3\n" + Row("bb2"));
        Ids().ShouldBe(["aa1", "bb2"]);
        File.AppendAllText(_index, Row("cc3"));
        Ids().ShouldBe(["aa1", "bb2", "cc3"]);

        File.AppendAllText(_index, "\",PiCam3,2026-02-10T12:00:00.250000,dd4,640,480,trk\n" + Row("ee5"));

        Ids().ShouldBe(["aa1", "dd4", "ee5"]);
    }

    private static string Row(string id, string type = "trk") => $"alpha5,PiCam3,2026-02-10T12:00:00.250000,{id},640,480,{type}\n";

    private string[] Ids()
    {
        _book.Refresh();
        return [.. _book.Ids.Order(StringComparer.Ordinal)];
    }
}
