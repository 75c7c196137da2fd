using Catchment.Cameras.Events;

namespace Catchment.Interop.Tests.Pruning;

/// <summary>The FaceList between us and pandas.</summary>
public sealed class FaceListInteropTests : IDisposable
{
    private const string Face = "2024-05-02,91ab,2024-05-02 06:10:10.162500,0,0,2,Ann,0.999,0.401,-0.231,120,90,150,125,128,100,142,100,14,0,0.0,151.25";
    private const string Header = "date,event,timestamp,objid,source,status,name,proba,dist,margin,x1,y1,x2,y2,rx,ry,lx,ly,dx,dy,angle,focus";

    private static readonly EventKey Kept = new(new DateOnly(2024, 5, 3), "e1");
    private static readonly DateTime Start = new(2024, 5, 3, 7, 0, 0);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Header + "\n" + Face + "\n")]
    [InlineData(Header + ",date_in_use\n" + Face + ",2024-05-09\n" + Face + ",\n")]
    [InlineData(Header + "\r\n" + Face)]
    public void Keeping_changes_no_dtype_and_survives_pandas_writing_the_file_anew(string text)
    {
        var path = _folder["facelist.csv"];
        File.WriteAllText(path, text);
        var (dtypes, rows) = Read(path);
        var list = new FaceList(path, isRequired: true, TimeProvider.System);

        list.Keep(Kept, Start).ShouldBeTrue();

        var (after, all) = Read(path, "write");
        after.ShouldBe(dtypes);
        after.ShouldContain("timestamp:datetime64[ns]");
        all.ShouldBe(rows + " e1/3/keep/2024-05-03T07:00:00");
        list.IsKept(Kept).ShouldBeTrue();
        list.GiveUp(Kept).ShouldBeTrue();
        Read(path).ShouldBe((dtypes, rows));
    }

    [Fact]
    public void A_list_that_keeping_made_is_one_for_pandas()
    {
        var list = new FaceList(_folder["faces/keep.csv"], isRequired: false, TimeProvider.System);
        list.Keep(Kept, Start);

        var (dtypes, rows) = Read(list.Path);

        dtypes.ShouldContain("timestamp:datetime64[ns]");
        dtypes.ShouldContain("x1:int64");
        rows.ShouldBe("e1/3/keep/2024-05-03T07:00:00");
    }

    private static (string Dtypes, string Rows) Read(string path, params string[] more)
    {
        using var pandas = PythonPeer.Start("Pruning/read_facelist.py", [path, .. more]);
        var read = (pandas.ReadLine(), pandas.ReadLine());
        pandas.ExpectSuccess();
        return read;
    }
}
