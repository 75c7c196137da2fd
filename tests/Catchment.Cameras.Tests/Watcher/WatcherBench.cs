using System.Text;
using System.Text.Json;
using Catchment.Cameras.Events;
using Catchment.Cameras.Tests.Hub;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Diagnostics;
using Catchment.Core.Live;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Watcher;

/// <summary>A running watcher with outposts that publish over real sockets, and what it did with their events.</summary>
internal sealed class WatcherBench : IEventListener, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<string> _told = [];
    private readonly List<EndedEvent> _ended = [];
    private readonly Dictionary<string, (ZmqPublisher Log, ZmqPublisher Images)> _outposts = new(StringComparer.Ordinal);
    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly TemporaryFolder _folder;
    private Task _running = Task.CompletedTask;

    internal WatcherBench(TemporaryFolder folder, params (string Node, string[] Views)[] outposts)
    {
        _folder = folder;
        Metrics = new WatcherMetrics(_node);
        Board = new OutpostBoard(Feed);
        var options = new List<OutpostOptions>();
        foreach (var (node, views) in outposts)
        {
            var log = new ZmqPublisher([ZmqEndpoint.Parse("tcp://127.0.0.1:0")]);
            var images = new ZmqPublisher([ZmqEndpoint.Parse("tcp://127.0.0.1:0")]);
            var (logger, pictures) = ($"tcp://{log.Start()[0]}", $"tcp://{images.Start()[0]}");
            _outposts.Add(node, (log, images));
            options.AddRange(views.Select(v => new OutpostOptions { Node = node, View = v, Logger = logger, Images = pictures }));
        }

        Options = new WatcherOptions { Outposts = options, Data = new EventDataOptions { CsvFiles = folder["csv"], Images = folder["images"] } };
    }

    internal WatcherOptions Options { get; set; }

    internal WatcherMetrics Metrics { get; }

    internal RecordedContext Context { get; } = new(TimeProvider.System);

    internal LiveFeed Feed { get; } = new();

    internal OutpostBoard Board { get; }

    internal EventFolders Folders => new(_folder["csv"], _folder["images"]);

    internal IReadOnlyList<EndedEvent> EndedEvents
    {
        get
        {
            lock (_gate)
                return [.. _ended];
        }
    }

    internal IReadOnlyList<string> Told
    {
        get
        {
            lock (_gate)
                return [.. _told];
        }
    }

    /// <summary>A picture's bytes, with its number in them.</summary>
    internal static byte[] Jpeg(int number) => [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 1, 224, 2, 128, .. BitConverter.GetBytes(number), .. new byte[100]];

    /// <summary>Starts the service; ends when every outpost is connected.</summary>
    internal async Task StartAsync()
    {
        var settings = WatcherSettings.Resolve(Options, new WatcherSurroundings("data1", IsOriginal: false, _folder.FullPath, _folder[".catchment"]), out var errors);
        errors.ShouldBeEmpty();
        var service = new WatcherService(settings!, new WatcherServiceParts(Metrics, Board, [this], Feed, _ => new Work(this)), sharedState: null);
        _running = Task.Run(() => service.RunAsync(Context, _stop.Token));
        await Eventually.TrueAsync(() => _running.IsFaulted || (Context.Said.Contains("running") && _outposts.Values.All(o => o.Log.Publish("probe"u8.ToArray()) > 0 && o.Images.Publish("probe"u8.ToArray()) > 0)));
        if (_running.IsFaulted)
            await _running;
    }

    internal void Log(string node, params byte[][] frames) => _outposts[node].Log.Publish([.. frames.Select(f => (ReadOnlyMemory<byte>)f)]).ShouldBe(1);

    internal void Record(string node, string json) => Log(node, Encoding.UTF8.GetBytes($"{node}.INFO"), Encoding.UTF8.GetBytes($"ote{json}\n"));

    internal void Start(string node, string view, string id, string time, bool isNew = true) =>
        Record(node, $$"""{"id": "{{id}}", "view": "{{view}}", "type": "start", "new": {{(isNew ? "true" : "false")}}, "fps": 31.9, "camsize": [640, 480], "timestamp": "{{time}}"}""");

    internal void Track(string node, string view, string id, string time, string what = "person: 0.9") =>
        Record(node, $$"""{"id": "{{id}}", "view": "{{view}}", "type": "trk", "timestamp": "{{time}}", "obj": 0, "clas": {{JsonSerializer.Serialize(what)}}, "rect": [1, 2, 3, 4]}""");

    internal void End(string node, string view, string id, string tasks = """[["GetFaces", 1]]""") =>
        Record(node, $$"""{"id": "{{id}}", "view": "{{view}}", "type": "end", "tasks": {{tasks}}}""");

    internal void Picture(string node, string view, string time, int number) =>
        Images(node, Encoding.UTF8.GetBytes($$"""{"msg": "{{node}} {{view}}|jpg|{{time}}"}"""), Jpeg(number));

    internal void Images(string node, params byte[][] frames) => _outposts[node].Images.Publish([.. frames.Select(f => (ReadOnlyMemory<byte>)f)]).ShouldBe(1);

    internal IReadOnlyList<string> Pictures(string day) =>
        Directory.Exists(Path.Combine(Folders.Images, day)) ? [.. Directory.GetFiles(Path.Combine(Folders.Images, day)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)] : [];

    /// <summary>The outposts ended all events that they began.</summary>
    internal bool HasNoEventUnderWay =>
        !File.ReadAllText(Path.Combine(_folder[".catchment"], OpenEventNotes.FileName)).Contains("\"tasks\":null", StringComparison.Ordinal);

    internal string Csv(string day, string name) => File.ReadAllText(Path.Combine(Folders.Csv, day, name));

    internal async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.InTimeAsync();
    }

    public void Started(EventKey key, string node, string view) => Tell($"started {key} {node} {view}");

    public void Changed(EventKey key)
    {
        // At most once a second: tests do not wait for it.
    }

    public void Ended(EventKey key) => Tell($"ended {key}");

    public void Deleted(EventKey key) => Tell($"deleted {key}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_running, Task.Delay(Patience.Limit));
        foreach (var (log, images) in _outposts.Values)
        {
            log.Dispose();
            images.Dispose();
        }

        _node.Dispose();
        _stop.Dispose();
    }

    private void Tell(string what)
    {
        lock (_gate)
            _told.Add(what);
    }

    private sealed class Work(WatcherBench bench) : IWatcherWork
    {
        public void Ended(EndedEvent ended)
        {
            lock (bench._gate)
                bench._ended.Add(ended);
        }

        public void Start()
        {
            // Nothing but events that ended is looked at here.
        }

        public void Check()
        {
            // Likewise.
        }

        public Task DrainAsync(TimeSpan deadline) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
