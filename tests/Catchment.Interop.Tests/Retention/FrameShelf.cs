using System.Globalization;

namespace Catchment.Interop.Tests.Retention;

/// <summary>A hub's data folder with frames of some days ago and of today; what each holds follows from its name.</summary>
internal sealed class FrameShelf
{
    private const int OldDays = 4;
    private const int FrameBytes = 20_000;

    private readonly string _data;
    private readonly List<string> _frames = [];

    public FrameShelf(string data, int framesOfEach)
    {
        _data = data;
        var today = TimeProvider.System.GetLocalNow().DateTime.Date;
        foreach (var day in Enumerable.Range(0, OldDays).Select(i => today.AddDays(-20 + i)).Append(today))
        {
            Directory.CreateDirectory(Path.Combine(Images, Name(day)));
            foreach (var label in new[] { "Keep-1", "Drop-1", "Move-1" })
            {
                for (var i = 0; i < framesOfEach; i++)
                    Add($"{Name(day)}/{label}-{day.AddSeconds(i).ToString("yyyy-MM-dd'T'HH.mm.ss.ffffff", CultureInfo.InvariantCulture)}.jpg");
            }
        }

        Today = Name(today);
    }

    public string Images => Path.Combine(_data, "images");

    /// <summary>The name of today's folder.</summary>
    public string Today { get; }

    /// <summary>The frames of a camera that were put there, by day and name.</summary>
    public IEnumerable<string> Of(string camera) => _frames.Where(f => f.Contains("/" + camera, StringComparison.Ordinal));

    /// <summary>The frames of earlier days.</summary>
    public IEnumerable<string> Old(string camera) => Of(camera).Where(f => !f.StartsWith(Today, StringComparison.Ordinal));

    /// <summary>How many of the frames are in <c>images</c>.</summary>
    public int Count() => Directory.EnumerateFiles(Images, "*.jpg", SearchOption.AllDirectories).Count();

    public bool IsThere(string frame) => File.Exists(Path.Combine(Images, frame));

    /// <summary>Whether a folder of days holds a frame, whole.</summary>
    public static bool IsWhole(string folder, string frame) =>
        File.Exists(Path.Combine(folder, frame)) && File.ReadAllBytes(Path.Combine(folder, frame)).AsSpan().SequenceEqual(Content(frame));

    private static string Name(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static byte[] Content(string frame)
    {
        var bytes = new byte[FrameBytes];
        new Random(frame.Aggregate(17, (hash, c) => unchecked((hash * 31) + c))).NextBytes(bytes);
        return bytes;
    }

    private void Add(string frame)
    {
        File.WriteAllBytes(Path.Combine(Images, frame), Content(frame));
        _frames.Add(frame);
    }
}
