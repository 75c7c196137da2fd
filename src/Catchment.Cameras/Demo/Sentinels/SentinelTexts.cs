using System.Globalization;
using System.Text;
using Catchment.Cameras.Demo.Drawing;

namespace Catchment.Cameras.Demo.Sentinels;

/// <summary>What a sentinel says: to the watcher's control port, and in its log.</summary>
/// <remarks>Source: the camera specification, 10.5 and 10.6.</remarks>
internal static class SentinelTexts
{
    /// <summary>The topic of records.</summary>
    internal static ReadOnlyMemory<byte> Information { get; } = "Sentinel.INFO"u8.ToArray();

    /// <summary>The sentinel introduces itself.</summary>
    internal static byte[] Agent(string requests, string publisher, string datapump, string datasink) => Encoding.ASCII.GetBytes(SpacedJson.Object(
        ("cmd", "Agent"), ("name", "demo"), ("requests", requests), ("publisher", publisher), ("datapump", datapump), ("datasink", datasink)));

    /// <summary>A job was submitted (<c>SUBMIT</c>) or started (<c>START</c>).</summary>
    internal static byte[] Flag(string flag, string id, SentinelRequest job) => Record(SpacedJson.Object(
        ("flag", flag), ("jobid", id), ("task", job.Task), ("from", new[] { job.Node, job.View }), ("sink", job.Sink), ("date", job.Date), ("event", job.Event)));

    /// <summary>A job has ended.</summary>
    internal static byte[] EndOfJob(string id, SentinelRequest job, string status, TimeSpan elapsed, int pictures) => Record(SpacedJson.Object(
        ("flag", "EOJ"), ("jobid", id), ("task", job.Task), ("from", new[] { job.Node, job.View }), ("sink", job.Sink), ("date", job.Date), ("event", job.Event),
        ("pump", job.Pump), ("status", status), ("elapsed", elapsed.ToString(@"h\:mm\:ss\.ffffff", CultureInfo.InvariantCulture)),
        ("taskstats", new object[] { pictures, Math.Round(pictures / Math.Max(0.001, elapsed.TotalSeconds), 2) })));

    /// <summary>A result.</summary>
    internal static byte[] Result(string id, SentinelFinding found) => Record(SpacedJson.Object(
        ("jobid", id), ("refkey", found.Type), ("ringctrl", found.Ring), ("start", found.Time), ("offset", 0), ("clas", found.ClassName),
        ("objid", found.ObjectId), ("rect", Rectangle(found.Box)), ("trktype", found.RingType)));

    /// <summary>The sentinel repeats an alert to its subscribers.</summary>
    internal static byte[] Alert(string flag, string date, string id, string sink) =>
        Record(SpacedJson.Object(("flag", flag), ("date", date), ("event", id), ("sink", sink)));

    private static int[] Rectangle(Box box) => [box.X1, box.Y1, box.X2, box.Y2];

    private static byte[] Record(string json) => Encoding.ASCII.GetBytes(json + "\n");
}
