using System.Globalization;
using System.Text;

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>What an outpost says: to the watcher's control port, in its log, and with its pictures.</summary>
/// <param name="node">The outpost's name.</param>
/// <remarks>Source: the camera specification, 10.3 to 10.5.</remarks>
internal sealed class OutpostTexts(string node)
{
    private readonly byte[] _information = Encoding.ASCII.GetBytes(node + ".INFO");
    private readonly byte[] _warning = Encoding.ASCII.GetBytes(node + ".WARNING");

    /// <summary>The topic of ordinary texts.</summary>
    internal ReadOnlyMemory<byte> Information => _information;

    /// <summary>The topic of warnings.</summary>
    internal ReadOnlyMemory<byte> Warning => _warning;

    /// <summary>A time as Python's <c>isoformat</c> writes it: no fraction at a whole second.</summary>
    internal static string Iso(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond < 10 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>A camera introduces itself.</summary>
    internal byte[] CamUp(string view, string logger, string images) =>
        Encoding.ASCII.GetBytes(SpacedJson.Object(("cmd", "CamUp"), ("node", node), ("view", view), ("logger", logger), ("images", images)));

    /// <summary>The text that a picture bears.</summary>
    internal string Picture(string view, string time) => $"{node} {view}|jpg|{time}";

    /// <summary>An event begins.</summary>
    internal static byte[] Start(string id, string view, string time, double rate) => Record(SpacedJson.Object(
        ("id", id), ("view", view), ("type", "start"), ("new", true), ("fps", Math.Round(rate, 2)),
        ("camsize", new[] { OutpostScene.Width, OutpostScene.Height }), ("timestamp", time)));

    /// <summary>An object in a picture.</summary>
    internal static byte[] Track(string id, string view, string time, SeenObject seen) => Record(SpacedJson.Object(
        ("id", id), ("view", view), ("type", "trk"), ("timestamp", time), ("obj", seen.ObjectId), ("clas", seen.ClassName),
        ("rect", new[] { seen.Box.X1, seen.Box.Y1, seen.Box.X2, seen.Box.Y2 })));

    /// <summary>An event ends.</summary>
    internal static byte[] End(string id, string view, IReadOnlyList<(string Task, int Priority)> tasks) => Record(SpacedJson.Object(
        ("id", id), ("view", view), ("type", "end"), ("tasks", tasks.Select(task => new object[] { task.Task, task.Priority }))));

    /// <summary>How the outpost is: pictures, those looked at, events, pictures a second taken and published.</summary>
    internal static byte[] Health(long pictures, long looks, long events, double rate) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"fps({pictures}, {looks}, {events}, {rate:0.00}, {rate:0.00})\n"));

    /// <summary>A text that is no record; Python's handler puts where it comes from before it.</summary>
    internal static byte[] Trouble(string text) => Encoding.UTF8.GetBytes($"WARNING outpost.py:118 - {text}\n");

    private static byte[] Record(string json) => Encoding.ASCII.GetBytes($"ote{json}\n");
}
