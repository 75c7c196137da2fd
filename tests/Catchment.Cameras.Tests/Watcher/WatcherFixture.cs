using Catchment.Cameras.Events;
using Catchment.Cameras.Tests.Hub;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Watcher;

/// <summary>What the watcher's parts share, with real files and a clock of the test.</summary>
internal sealed class WatcherFixture : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly NodeMetrics _numbers;
    private EventStore _store;

    public WatcherFixture(SentinelOptions? sentinel = null, TimeProvider? time = null)
    {
        Directory.CreateDirectory(_root["csv"]);
        Directory.CreateDirectory(_root["images"]);
        Context = new RecordedContext(time ?? Time);
        _numbers = new NodeMetrics(Time, "1");
        Metrics = new WatcherMetrics(_numbers);
        var options = new WatcherOptions
        {
            Data = new EventDataOptions { CsvFiles = _root["csv"], Images = _root["images"] },
            Listen = ["tcp://127.0.0.1:0"],
            Sentinel = sentinel ?? new SentinelOptions(),
            SentinelTimeout = TimeSpan.FromSeconds(1),
        };
        Settings = WatcherSettings.Resolve(options, new WatcherSurroundings("sink1", IsOriginal: false, _root.FullPath, _root["state"]), out _)!;
        State = StateFolder.Open(_root["state"]);
        _store = new EventStore(Settings.Folders, Durability.Written);
        Room = MakeRoom();
    }

    public ManualTime Time { get; } = new();

    public RecordedContext Context { get; }

    public WatcherMetrics Metrics { get; }

    public WatcherSettings Settings { get; }

    public StateFolder State { get; private set; }

    public RecordedListener Listener { get; } = new();

    public KnownOutposts Outposts { get; } = new();

    public WatcherRoom Room { get; private set; }

    public EventFiles Files => new(Settings.Folders);

    public IEventStore Store => _store;

    public EventFolders Folders => Settings.Folders;

    /// <summary>Another store in the room's place, to fail where the test wants it.</summary>
    public void Use(IEventStore store) => Room = Room with { Store = store };

    /// <summary>As after a kill: new objects on the same files.</summary>
    public void Restart()
    {
        _store.Dispose();
        State.Dispose();
        State = StateFolder.Open(_root["state"]);
        _store = new EventStore(Folders, Durability.Written);
        Room = MakeRoom();
    }

    /// <summary>An event with its own set, one further set and pictures.</summary>
    public EventKey Record(string id, DateOnly day, int pictures = 3, DateTime? firstPicture = null)
    {
        var key = new EventKey(day, id);
        var start = day.ToDateTime(new TimeOnly(10, 0));
        using (var set = Store.Begin(key, new RecordedEvent("alpha5", "PiCam3", start, 640, 480), isNew: true)!)
            set.Append(start, "0", "person: 0.9", 1, 2, 3, 4);
        using (var set = _store.OpenSet(key, "fd1")!)
            set.Append(start, "0", "Face", 1, 2, 3, 4);
        var first = firstPicture ?? start;
        for (var i = 0; i < pictures; i++)
            Write(Path.Combine(Folders.ImagesOf(DateOnly.FromDateTime(first)), EventFolders.PictureName(id, first.AddSeconds(i))));
        return key;
    }

    public static void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [0xFF, 0xD8]);
    }

    /// <summary>Everything below both roots, by path below the root of the test.</summary>
    public IReadOnlyList<string> AllFiles() =>
        [.. new[] { Folders.Csv, Folders.Images }.SelectMany(r => Directory.GetFiles(r, "*", SearchOption.AllDirectories)).Select(f => Path.GetRelativePath(_root.FullPath, f)).Order(StringComparer.Ordinal)];

    public string PathOf(string name) => _root[name];

    public void Dispose()
    {
        _store.Dispose();
        State.Dispose();
        _numbers.Dispose();
        _root.Dispose();
    }

    private WatcherRoom MakeRoom() => new(Settings, Metrics, _store, Outposts, Listener, State, Context);

    internal sealed class RecordedListener : IEventListener
    {
        private readonly Lock _gate = new();
        private readonly List<string> _told = [];

        public IReadOnlyList<string> Told
        {
            get
            {
                lock (_gate)
                    return [.. _told];
            }
        }

        public void Started(EventKey key, string node, string view) => Note($"started {key}");

        public void Changed(EventKey key) => Note($"changed {key}");

        public void Ended(EventKey key) => Note($"ended {key}");

        public void Deleted(EventKey key) => Note($"deleted {key}");

        private void Note(string what)
        {
            lock (_gate)
                _told.Add(what);
        }
    }

    internal sealed class KnownOutposts : IOutpostRegistry
    {
        private readonly List<WatcherCamera> _cameras = [];

        public int Most { get; set; } = 3;

        public IReadOnlyList<WatcherCamera> Cameras => _cameras;

        public bool Add(WatcherCamera camera)
        {
            if (Knows(camera.Node, camera.View))
                return true;
            if (_cameras.Count >= Most)
                return false;
            _cameras.Add(camera);
            return true;
        }

        public bool Knows(string node, string view) => _cameras.Exists(c => c.Node == node && c.View == view);
    }
}
