using System.Net;
using Catchment.Core.Demo;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Demo;

/// <summary>
/// Modbus devices with values that move, a configuration file for the poller to read them, and a polling service of their values for the sync. What is sent are answers to
/// whoever asks the devices.
/// </summary>
/// <param name="options">Where.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Told where the file is, and what could not be had.</param>
public sealed class PollerDemo(PollerDemoOptions options, TimeProvider time, Action<string> tell) : IDemoSource
{
    private const double UsualRate = 4; // moves a second
    private const double MostRate = 100;

    private readonly Tally _tally = new();

    /// <inheritdoc/>
    public string Name => "modbus";

    /// <inheritdoc/>
    public string Description => $"{Senders} Modbus devices on loopback, for 'gateway.poller.config: {options.ConfigFile}'{(options.Listen is { } listen ? $", and a polling service of their values at {listen}" : "")}";

    /// <inheritdoc/>
    public int Senders => DemoPlant.Names.Length;

    /// <summary>Where the polling service listens now; empty: nowhere.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <inheritdoc/>
    public async Task<DemoTally> RunAsync(DemoPlan plan, IProgress<DemoTally>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var plant = new DemoPlant(new Random(plan.Seed));
        plant.Begin();
        var servers = new List<ModbusTcpServer>();
        try
        {
            for (var i = 0; i < plant.Tables.Length; i++)
                servers.Add(Serve(plant.Tables[i], options.FirstPort == 0 ? 0 : options.FirstPort + i));
            var text = DemoPlant.Configuration([.. servers.Select(server => server.Endpoints[0].Port)]);
            Write(text);
            await using var poller = options.Listen is null ? null : await PollingAsync(text);
            await MoveAsync(plant, plan, progress, cancellation);
        }
        catch (ModbusException e)
        {
            tell($"the demo's devices cannot be there: {e.Message}");
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }

        return _tally.Present;
    }

    private async Task MoveAsync(DemoPlant plant, DemoPlan plan, IProgress<DemoTally>? progress, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var last = 0.0;
        var pause = TimeSpan.FromSeconds(1 / Math.Clamp(plan.Rate ?? UsualRate, DemoPlan.MinRate, MostRate));
        try
        {
            while (plan.Duration is not { } duration || time.GetElapsedTime(began) < duration)
            {
                var left = plan.Duration is { } whole ? whole - time.GetElapsedTime(began) : TimeSpan.MaxValue;
                await Task.Delay(left < pause ? left : pause, time, cancellation);
                var now = time.GetElapsedTime(began).TotalSeconds;
                plant.Move(now, now - last);
                last = now;
                progress?.Report(_tally.Present);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ended by the user.
        }
    }

    private ModbusTcpServer Serve(DemoTables tables, int port) => ModbusTcpServer.Start(
        new ModbusServerOptions { Endpoints = [new IPEndPoint(IPAddress.Loopback, port)], Threads = 0, Observer = _tally, Time = time },
        new ModbusResponder(tables, new ModbusIdentification("Catchment", "demo", "1")));

    private void Write(string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(options.ConfigFile)!);
            File.WriteAllText(options.ConfigFile, text);
            tell($"modbus: the poller reads the demo's devices with gateway.poller.config: {options.ConfigFile}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            tell($"modbus: {options.ConfigFile} cannot be written: {e.Message}");
        }
    }

    private async Task<PollingService?> PollingAsync(string text)
    {
        var settings = new PollerOptions { Listen = [options.Listen!] };
        var service = new PollingService(settings, time);
        try
        {
            await service.StartAsync(PollerFile.Read(System.Text.Encoding.UTF8.GetBytes(text), options.ConfigFile), settings);
            Addresses = service.Addresses;
            tell($"modbus: a polling service for the sync is at {string.Join(", ", Addresses)}/deploy/api/io/polled-values");
            return service;
        }
        catch (IOException e)
        {
            tell($"modbus: no polling service of the demo: {e.Message}");
            await service.DisposeAsync();
            return null;
        }
    }

    /// <summary>A poller with a store of its own: what the sync is pointed at in place of an original polling service.</summary>
    private sealed class PollingService : IAsyncDisposable
    {
        private readonly NodeMetrics _metrics;
        private readonly TagPoller _poller;
        private PollingApi? _api;

        internal PollingService(PollerOptions settings, TimeProvider time)
        {
            _metrics = new NodeMetrics(time, "demo");
            _poller = new TagPoller(new PollerParts
            {
                Store = new TagStore(new TagStoreSettings { HistorySize = 0 }, time, null, NullLogger.Instance),
                Options = settings,
                Metrics = new PollerMetrics(_metrics),
                Time = time,
                Logger = NullLogger.Instance,
            });
        }

        internal IReadOnlyList<string> Addresses => _api?.Addresses ?? [];

        internal async Task StartAsync(PollerConfiguration configuration, PollerOptions settings)
        {
            await _poller.ApplyAsync(configuration);
            _api = await PollingApi.StartAsync(_poller, settings, NullLoggerFactory.Instance);
        }

        public async ValueTask DisposeAsync()
        {
            if (_api is not null)
                await _api.DisposeAsync();
            await _poller.DisposeAsync();
            _metrics.Dispose();
        }
    }

    private sealed class Tally : IModbusServerObserver
    {
        private long _sent;
        private long _refused;

        internal DemoTally Present => new(Interlocked.Read(ref _sent), Interlocked.Read(ref _refused), 0);

        public void Answered(byte functionCode, ModbusExceptionCode code)
        {
            if (code == ModbusExceptionCode.None)
                Interlocked.Increment(ref _sent);
            else
                Interlocked.Increment(ref _refused);
        }
    }
}
