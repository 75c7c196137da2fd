using Catchment.Core.Diagnostics;
using Catchment.Tags.Polling;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Polling;

/// <summary>A polling service, a store, and what goes between them.</summary>
internal sealed class PollingRig : IAsyncDisposable
{
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(700); // unlike any other time here, so that no pull that a test lets pass ends it

    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    public PollingRig(WriteBackMode mode = WriteBackMode.Auto, int maxAnswerBytes = 1 << 20, Uri? url = null, TagStoreSettings? storeSettings = null)
    {
        Settings = new PollingSettings { BaseUrl = url ?? Peer.Url, WriteTimeout = WriteTimeout, MaxAnswerBytes = maxAnswerBytes };
        Service = new PollingService(Settings, Time);
        Store = new TagStore(storeSettings ?? new(), Time, null, NullLogger.Instance);
        Metrics = new PollingMetrics(_node.ForService("gateway"));
        WriteBack = new WriteBack(mode, Service, Metrics, Time, Log);
        Pull = new VirtualTagPull(Service, Store, WriteBack, Settings, Metrics, Time, Log) { IsCalculatedHere = key => key == "here" };
    }

    public PollingPeer Peer { get; } = new();

    public ManualTime Time { get; } = new();

    public RecordedLog Log { get; } = new();

    public PollingSettings Settings { get; }

    public PollingService Service { get; }

    public TagStore Store { get; }

    public PollingMetrics Metrics { get; }

    public WriteBack WriteBack { get; }

    public VirtualTagPull Pull { get; }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Peer.DisposeAsync();
        Service.Dispose();
        _stop.Dispose();
        _node.Dispose();
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).InTimeAsync();
    }

    public void RunWriteBack() => _running.Add(WriteBack.RunAsync(Store, _stop.Token));

    public void RunPull() => _running.Add(Pull.RunAsync(_stop.Token));

    /// <summary>Ends when a pull is over and the next one waits.</summary>
    public Task PulledAsync(double pause = 1) => Time.TimerSetAsync(TimeSpan.FromSeconds(pause));

    /// <summary>Lets the next pull begin and be over.</summary>
    public async Task PullAgainAsync(double pause = 1)
    {
        Time.Advance(TimeSpan.FromSeconds(pause));
        await PulledAsync();
    }

    public void Write(string key, TagValue value, TagOrigin origin = TagOrigin.Http, TagQuality? quality = null) => Store.Write(key, new TagWrite(value, origin, Quality: quality));

    public void Write(string key, double value, TagOrigin origin = TagOrigin.Http) => Write(key, TagValue.Of(value), origin);

    public DataPoint Point(string key)
    {
        Store.TryGet(key, out var point).ShouldBeTrue(key);
        return point!;
    }

    public TagValue Value(string key) => Point(key).Read().Value;

    /// <summary>Ends when all that was to be given back was, and is counted.</summary>
    public Task GivenBackAsync() => Eventually.TrueAsync(() => WriteBack.Pending == 0);
}
