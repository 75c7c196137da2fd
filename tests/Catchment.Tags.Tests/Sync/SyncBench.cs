using Catchment.Core.Diagnostics;
using Catchment.Tags.Sync;
using Catchment.Tags.Sync.Cycle;
using Catchment.Tags.Sync.Statistics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Sync;

/// <summary>A sync between a polling service and a gateway, all real, moved cycle by cycle.</summary>
internal sealed class SyncBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NodeMetrics _metrics;

    private SyncBench(PollingServer polling, bool isOriginal, Func<SyncSettings, SyncSettings>? change)
    {
        Polling = polling;
        Gateway = new StandInGateway(_folder["g.sock"], isOriginal);
        Settings = new SyncSettings { SocketPath = _folder["g.sock"], PollingUrl = polling.Url, KeyFormat = "colon", BufferFile = _folder["buffer"] };
        Settings = change?.Invoke(Settings) ?? Settings;
        _metrics = new NodeMetrics(Time, "0");
        Tally = new SyncTally(_metrics, Time);
        Engine = NewEngine();
    }

    public ManualTime Time { get; } = new(new DateTime(2026, 12, 1, 12, 0, 0));

    public PollingServer Polling { get; }

    public StandInGateway Gateway { get; }

    public SyncSettings Settings { get; }

    public SyncTally Tally { get; }

    public SyncEngine Engine { get; private set; }

    public Dictionary<string, string> Trouble { get; } = new(StringComparer.Ordinal);

    public SyncStats Stats => Tally.Snapshot();

    public string this[string name] => _folder[name];

    public static async Task<SyncBench> StartAsync(Func<SyncSettings, SyncSettings>? change = null, bool isOriginal = false) =>
        new(await PollingServer.StartAsync(), isOriginal, change);

    /// <summary>One cycle; the clock moves on by the interval.</summary>
    public async Task<TimeSpan> CycleAsync()
    {
        var wait = await Engine.CycleAsync(Time.GetTimestamp(), default, default).InTimeAsync();
        Time.Advance(Settings.Interval);
        return wait;
    }

    /// <summary>The process ends and begins again.</summary>
    public async Task RestartAsync()
    {
        await Engine.DisposeAsync();
        Engine = NewEngine();
        Engine.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Polling.DisposeAsync();
        Gateway.Dispose();
        _metrics.Dispose();
        _folder.Dispose();
    }

    private SyncEngine NewEngine() => new(Settings, Tally, new Condition(Trouble), NullLogger.Instance, Time);

    private sealed class Condition(Dictionary<string, string> trouble) : ISyncCondition
    {
        public void Degrade(string key, string reason) => trouble[key] = reason;

        public void Recover(string key) => trouble.Remove(key);
    }
}
