using System.Globalization;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

/// <summary>A hub's data folder with frames in it, in memory, and the retention that works on it.</summary>
internal sealed class FrameTree : IDisposable
{
    private readonly MemoryFolder _root = new();

    public FrameTree(DateTime now)
    {
        Time = new ManualTime(now);
        Directory.CreateDirectory(Images);
    }

    public ManualTime Time { get; }

    public RecordingListener Listener { get; } = new();

    public DiskForecaster Forecaster { get; } = new();

    /// <summary>Days that are named open beside those of the clock.</summary>
    public HashSet<DateOnly> Open { get; } = [];

    public string Root => _root.FullPath;

    public string Images => _root["data/images"];

    public string this[string name] => Path.Combine(Images, name);

    public void Dispose() => _root.Dispose();

    /// <summary>Makes a frame, in the folder of its day; gives its path below <c>images</c>.</summary>
    public string Frame(string label, DateTime time, string content = "frame", string extension = "jpg")
    {
        var name = NameOf(label, time, extension);
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content);
        return name;
    }

    public static string NameOf(string label, DateTime time, string extension = "jpg") =>
        $"{time:yyyy-MM-dd}/{label}-{time.ToString("yyyy-MM-dd'T'HH.mm.ss.ffffff", CultureInfo.InvariantCulture)}.{extension}";

    public RetentionRounds Rounds(RetentionOptions options, IRetentionListener? listener = null) =>
        new(Settings(options), listener ?? Listener, Forecaster, Open.Contains, Time, null);

    public HubSettings Settings(RetentionOptions options)
    {
        var settings = HubSettings.Resolve(new HubOptions { DataDirectory = _root["data"], Retention = options }, isOriginal: false, "/srv", out var errors);
        errors.ShouldBeEmpty();
        return settings!;
    }

    /// <summary>Everything below <c>images</c>, files and empty folders, links not followed.</summary>
    public string[] Names() => NamesIn(Images);

    public static string[] NamesIn(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(p => !Directory.Exists(p) || File.ResolveLinkTarget(p, false) is not null || !Directory.EnumerateFileSystemEntries(p).Any())
            .Select(p => Path.GetRelativePath(folder, p)).Order(StringComparer.Ordinal),
    ];
}
