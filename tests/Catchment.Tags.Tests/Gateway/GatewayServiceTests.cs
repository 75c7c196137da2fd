using System.Collections.Concurrent;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Tags.Gateway;
using Catchment.Tags.Ipc;
using Catchment.Tags.Recording;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Gateway;

public sealed class GatewayServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly Context _context = new();

    [Fact]
    public async Task Values_outlive_a_stop()
    {
        await RunAsync(static client => client.Write("a", 5.0).Registered.ShouldBeTrue());

        await RunAsync(static client =>
        {
            var reading = client.Read("a")!;
            reading.Value.ShouldBe(5.0);
            reading.Quality.ShouldBe(TagQuality.Uncertain);
        });
    }

    [Fact]
    public async Task A_part_that_cannot_begin_degrades_the_service_and_is_tried_again()
    {
        var part = new Stubborn();
        using var stop = new CancellationTokenSource();
        var run = Service(_ => part, each => new IpcPart(Ipc, each)).RunAsync(_context, stop.Token);
        await _context.Ready.Task.InTimeAsync();
        _context.Reasons["stubborn"].ShouldStartWith("The port is taken.");
        using (var client = new IpcClient(Ipc.SocketPath))
            client.Ping().Ok.ShouldBeTrue("the others go on");

        part.MayStart = true;
        _context.Manual.Advance(TimeSpan.FromSeconds(5));
        await part.Started.Task.InTimeAsync();
        await stop.CancelAsync();
        await run.InTimeAsync();

        _context.Reasons.ShouldBeEmpty();
        part.IsStopped.ShouldBeTrue();
        File.Exists(Ipc.SocketPath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_part_that_cannot_stop_keeps_no_other_from_it_and_costs_no_value()
    {
        var (first, last) = (new Stubborn { MayStart = true }, new Stubborn { MayStart = true });
        var endless = new Endless();
        using var stop = new CancellationTokenSource();
        var run = Service(_ => first, _ => new Failing(), _ => endless, each => new Writing(each), _ => last).RunAsync(_context, stop.Token);
        await _context.Ready.Task.InTimeAsync();
        await stop.CancelAsync();
        await endless.Stopping.Task.InTimeAsync();
        _context.Manual.Advance(_context.DrainDeadline);
        await run.InTimeAsync();

        (first.IsStopped, last.IsStopped).ShouldBe((true, true));
        _context.Log.Of(LogLevel.Error).ShouldContain("The part failing could not be stopped in order");
        _context.Log.Of(LogLevel.Warning).ShouldContain("The part endless did not end in time");
        await RunAsync(static client => client.Read("last")!.Value.ShouldBe(7.0));
    }

    [Fact]
    public async Task A_part_that_is_slow_to_begin_does_not_hold_up_a_stop()
    {
        var part = new Slow();
        using var stop = new CancellationTokenSource();
        var run = Service(_ => part).RunAsync(_context, stop.Token);
        await part.Begun.Task.InTimeAsync();

        await stop.CancelAsync();

        await run.InTimeAsync();
        _context.Ready.Task.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Points_to_be_recorded_where_there_is_no_telemetry_degrade_the_gateway()
    {
        using var stop = new CancellationTokenSource();
        var run = Service(static _ => new UnrecordedPart()).RunAsync(_context, stop.Token);
        await _context.Ready.Task.InTimeAsync();

        _context.Reasons["record"].ShouldContain("gateway.store.record");

        await stop.CancelAsync();
        await run.InTimeAsync();
    }

    [Fact]
    public async Task A_file_that_the_configuration_names_belongs_to_one_gateway()
    {
        using var stop = new CancellationTokenSource();
        var (one, other) = (Elsewhere(), Elsewhere());
        var run = one.RunAsync(_context, stop.Token);
        await _context.Ready.Task.InTimeAsync();

        (await Should.ThrowAsync<StateFolderException>(other.RunAsync(new Context(), stop.Token))).Message.ShouldContain("gateway.store.path");

        await stop.CancelAsync();
        await run.InTimeAsync();
    }

    [Fact]
    public async Task Points_that_nobody_writes_become_uncertain()
    {
        await RunAsync(client =>
        {
            client.Write("a", 5.0);
            _context.Manual.Advance(TimeSpan.FromSeconds(3));
            while (client.Read("a")!.Quality != TagQuality.Uncertain)
                _context.Manual.Advance(TimeSpan.FromSeconds(1));
        });
    }

    public void Dispose()
    {
        _node.Dispose();
        _folder.Dispose();
    }

    private GatewayIpcOptions Ipc => new() { SocketPath = _folder["s.sock"] };

    private GatewayService Service(params Func<GatewayRoom, IGatewayPart>[] parts) => new(
        new GatewaySettings { Options = new GatewayOptions { Ipc = Ipc, Store = new GatewayStoreOptions { StaleAfterSeconds = 2 } }, StateFolder = _folder.FullPath, Version = "1" },
        new GatewayMetrics(_node),
        NullLoggerFactory.Instance,
        parts);

    private GatewayService Elsewhere() => new(
        new GatewaySettings { Options = new GatewayOptions { Store = new GatewayStoreOptions { Path = _folder["kept/gateway.db"] } }, StateFolder = _folder.FullPath, Version = "1" },
        new GatewayMetrics(_node),
        NullLoggerFactory.Instance,
        []);

    private async Task RunAsync(Action<IpcClient> work)
    {
        using var stop = new CancellationTokenSource();
        _context.Ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = Service(each => new IpcPart(Ipc, each)).RunAsync(_context, stop.Token);
        await _context.Ready.Task.InTimeAsync();
        using (var client = new IpcClient(Ipc.SocketPath))
            await Task.Run(() => work(client)).InTimeAsync();
        await stop.CancelAsync();
        await run.InTimeAsync();
    }

    private sealed class Stubborn : IGatewayPart
    {
        public string Name => "stubborn";

        public volatile bool MayStart;

        public bool IsStopped { get; private set; }

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartAsync(CancellationToken cancellation)
        {
            if (!MayStart)
                throw new IOException("The port is taken.");
            Started.SetResult();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellation)
        {
            IsStopped = true;
            return Task.CompletedTask;
        }
    }

    private sealed class Failing : IGatewayPart
    {
        public string Name => "failing";

        public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellation) => throw new InvalidOperationException("It is broken.");
    }

    private sealed class Endless : IGatewayPart
    {
        public string Name => "endless";

        public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

        public TaskCompletionSource Stopping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StopAsync(CancellationToken cancellation)
        {
            Stopping.SetResult();
            return new TaskCompletionSource().Task;
        }
    }

    /// <summary>Writes a value at its end.</summary>
    private sealed class Writing(GatewayRoom room) : IGatewayPart
    {
        public string Name => "writing";

        public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellation)
        {
            room.Model.Store.Write("last", new TagWrite(7.0, TagOrigin.Poller));
            return Task.CompletedTask;
        }
    }

    private sealed class Slow : IGatewayPart
    {
        public string Name => "slow";

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartAsync(CancellationToken cancellation)
        {
            Begun.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }

        public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
    }

    private sealed class Context : IServiceContext
    {
        public ManualTime Manual { get; } = new();

        public TimeProvider Time => Manual;

        public RecordedLog Log { get; } = new();

        public ILogger Logger => Log;

        public TimeSpan DrainDeadline => TimeSpan.FromSeconds(60);

        public TaskCompletionSource Ready { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentDictionary<string, string> Reasons { get; } = new(StringComparer.Ordinal);

        public void Running() => Ready.SetResult();

        public void Degrade(string key, string reason) => Reasons[key] = reason;

        public void Recover(string key) => Reasons.TryRemove(key, out _);
    }
}
