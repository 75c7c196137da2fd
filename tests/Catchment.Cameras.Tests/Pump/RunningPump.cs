using System.Buffers;
using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Pump;
using Catchment.Cameras.Tests.Hub;
using Catchment.Cameras.Tests.Watcher;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.MessagePack;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Pump;

/// <summary>The pump with real files and real sockets, and a clock of the test.</summary>
internal sealed class RunningPump : IAsyncDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly NodeMetrics _numbers;
    private readonly PumpService _service;
    private readonly Task _run;

    public RunningPump(string watcher = "tcp://127.0.0.1:9", IEventLocks? locks = null, TimeSpan? deleteTimeout = null, bool withFolders = true, bool inRealTime = false)
    {
        if (withFolders)
        {
            Directory.CreateDirectory(_root["csv"]);
            Directory.CreateDirectory(_root["images"]);
        }

        var options = new PumpOptions
        {
            Listen = ["tcp://127.0.0.1:0"],
            DataFolder = _root["csv"],
            ImageFolder = _root["images"],
            Camwatcher = watcher,
            DeleteTimeout = deleteTimeout ?? new PumpOptions().DeleteTimeout,
        };
        var surroundings = new PumpSurroundings(IsOriginal: false, new EventFolders(_root["csv"], _root["images"]), null, watcher, _root["state"]);
        TimeProvider time = inRealTime ? TimeProvider.System : Time;
        _numbers = new NodeMetrics(time, "1");
        Metrics = new PumpMetrics(_numbers);
        Context = new RecordedContext(time) { Logger = Log };
        _service = new PumpService(PumpSettings.Resolve(options, surroundings, out _)!, Metrics, locks ?? Locks);
        _run = _service.RunAsync(Context, _stop.Token);
    }

    public ManualTime Time { get; } = new();

    public RecordedLog Log { get; } = new();

    public RecordedContext Context { get; }

    public PumpMetrics Metrics { get; }

    public TestLocks Locks { get; } = new();

    public string this[string name] => _root[name];

    /// <summary>A request as clients send it.</summary>
    public static byte[] Request(params (string Key, string Value)[] items)
    {
        var request = new ArrayBufferWriter<byte>();
        new MessagePackWriter(request).WriteMap(items);
        return request.WrittenSpan.ToArray();
    }

    /// <summary>A client with a connection of its own.</summary>
    public ZmqRequester Connect()
    {
        var client = new ZmqRequester(ZmqEndpoint.Parse($"tcp://{_service.Endpoints[0]}"));
        client.Start();
        return client;
    }

    /// <summary>Asks as a new client.</summary>
    /// <returns>The frames of the reply.</returns>
    public byte[][] Ask(params (string Key, string Value)[] items)
    {
        using var client = Connect();
        return Ask(client, items);
    }

    public static byte[][] Ask(ZmqRequester client, params (string Key, string Value)[] items)
    {
        client.Request(Request(items), Patience.Limit, out var reply).ShouldBe(ZmqRequestOutcome.Answered);
        using (reply)
            return [.. Enumerable.Range(0, reply!.FrameCount).Select(i => reply[i].ToArray())];
    }

    /// <summary>Asks for what is answered with one word.</summary>
    public string AskPlain(params (string Key, string Value)[] items) => Encoding.ASCII.GetString(Ask(items).ShouldHaveSingleItem());

    /// <summary>A file below the root, with its folder.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[name])!);
        File.WriteAllText(_root[name], text);
        return _root[name];
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run.InTimeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _numbers.Dispose();
        _root.Dispose();
    }
}
