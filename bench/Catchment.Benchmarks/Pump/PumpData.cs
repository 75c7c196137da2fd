using System.Text;

namespace Catchment.Benchmarks.Pump;

/// <summary>Recorded events to be asked for.</summary>
internal static class PumpData
{
    internal const string Set = "00000000000000000000000000000100";
    internal const string LongSet = "00000000000000000000000000005000";
    private const string Header = "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n";

    /// <summary>Makes days of 10, 1,000 and 10,000 rows, two sets, 2,000 pictures of which 100 are one event's, and further days.</summary>
    internal static void Make(string root, int days)
    {
        MakeIndex(root, "2024-01-01", 10);
        MakeIndex(root, "2024-01-02", 1000);
        MakeIndex(root, "2024-01-03", 10_000);
        MakeSet(root, Set, 100);
        MakeSet(root, LongSet, 5000);
        var pictures = Directory.CreateDirectory(Path.Combine(root, "images", "2024-01-02")).FullName;
        var picture = new byte[60_000];
        for (var i = 0; i < 2000; i++)
            File.WriteAllBytes(Path.Combine(pictures, $"{i / 100:x32}_2024-01-02_00.{i / 60 % 60:00}.{i % 60:00}.{i:000000}.jpg"), i == 0 ? picture : []);
        for (var day = new DateOnly(2023, 1, 1); days > 3; days--, day = day.AddDays(-1))
            MakeIndex(root, $"{day:yyyy-MM-dd}", 10);
    }

    private static void MakeIndex(string root, string day, int rows)
    {
        var text = new StringBuilder();
        for (var i = 0; i < rows; i++)
        {
            var id = day == "2024-01-02" && i == 0 ? Set : day == "2024-01-02" && i == 1 ? LongSet : $"{i:x32}";
            text.Append($"alpha5,PiCam3,{day}T{i / 3600:00}:{i / 60 % 60:00}:{i % 60:00}.250000,{id},640,480,trk\n");
        }

        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(root, "csv", day)).FullName, "camwatcher.csv"), text.ToString());
    }

    private static void MakeSet(string root, string id, int rows)
    {
        var text = new StringBuilder(Header);
        for (var i = 0; i < rows; i++)
            text.Append($"2024-01-02T{i / 3600:00}:{i / 60 % 60:00}:{i % 60:00}.250000,{i % 3},person: 0.{9000 + i % 1000},{i % 600},{i % 400},{i % 600 + 40},{i % 400 + 80}\n");
        File.WriteAllText(Path.Combine(root, "csv", "2024-01-02", $"{id}_trk.csv"), text.ToString());
    }
}
