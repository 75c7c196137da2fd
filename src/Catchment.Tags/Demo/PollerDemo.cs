using System.Net;
using Catchment.Core.Demo;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using Catchment.Protocols.Modbus;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Poller;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Demo;

/// <summary>
/// Modbus devices, an OPC UA server, an IEC 60870-5-104 station and an SNMP agent with values that move, a configuration file for the poller to read them, and a polling service of
/// their values for the sync. They send nothing by themselves: what is counted are answers to whoever asks them.
/// </summary>
/// <param name="options">Where.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Told how the devices and the polling service are used, and what could not be had.</param>
public sealed class PollerDemo(PollerDemoOptions options, TimeProvider time, Action<string> tell) : IDemoSource
{
    /// <summary>The first line of the file that the demo writes: one that begins otherwise is somebody's.</summary>
    internal const string FileHead = "# Devices that 'catchment demo' simulates.";

    /// <summary>The first line of a file that is a demo's for the taking.</summary>
    internal const string Invitation = "# While this is its first line, 'catchment demo' may put its simulated devices into this file.";

    /// <summary>From one move of the values to the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Tally _tally = new();

    /// <inheritdoc/>
    public string Name => "modbus";

    /// <inheritdoc/>
    public string Description => $"{DemoPlant.Names.Length} Modbus devices, an OPC UA server, an IEC 60870-5-104 station and an SNMP agent to poll, and a polling service of their values, on {options.Host}";

    /// <summary>None: whoever asks decides how often, so that they have no share of a rate.</summary>
    public int Senders => 0;

    /// <summary>Where the polling service listens now; empty: nowhere.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Whether the demo may write a file: it is not there, a demo wrote it, or it says so in its first line.</summary>
    /// <param name="path">The file.</param>
    public static bool MayWrite(string path)
    {
        try
        {
            return !File.Exists(path) || File.ReadLines(path).FirstOrDefault() is FileHead or Invitation;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<DemoTally> RunAsync(DemoPlan plan, IProgress<DemoTally>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var plant = new DemoPlant(new Random(plan.Seed));
        plant.Begin();
        var servers = new List<ModbusTcpServer>();
        DemoChiller? chiller = null;
        DemoFeeder? feeder = null;
        DemoUps? ups = null;
        try
        {
            for (var i = 0; i < plant.Tables.Length; i++)
                servers.Add(Serve(plant.Tables[i], Listen(i)));
            foreach (var server in servers)
                await TryAsync(server.Endpoints[0], cancellation);
            chiller = DemoChiller.Start(Listen(plant.Tables.Length), _tally, time);
            feeder = DemoFeeder.Start(Listen(plant.Tables.Length + 1), _tally, _tally.Answered, time);
            ups = DemoUps.Start(Listen(plant.Tables.Length + 2), _tally, time);
            var text = DemoPlant.Configuration([.. servers.Select(server => server.Endpoints[0])], chiller.Configuration() + feeder.Configuration() + ups.Configuration());
            Write(text);
            await using var polling = await PollingAsync(text);
            await MoveAsync(plant, chiller, feeder, ups, plan, progress, cancellation);
        }
        catch (Exception e) when (e is ModbusException or OpcUaException or Iec104Exception or SnmpException or IOException)
        {
            tell($"modbus: the demo's devices cannot be there: {e.Message}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ended by the user.
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
            if (chiller is not null)
                await chiller.DisposeAsync();
            if (feeder is not null)
                await feeder.DisposeAsync();
            if (ups is not null)
                await ups.DisposeAsync();
        }

        return _tally.Present;
    }

    /// <summary>Asks a device what it is, as whoever sets up a poller does: it is there when it is told of.</summary>
    private static async Task TryAsync(IPEndPoint server, CancellationToken cancellation)
    {
        using var client = new ModbusClient(new ModbusClientOptions { Host = $"{server.Address}", Port = server.Port });
        await client.ReadIdentificationAsync(1, cancellation);
    }

    private async Task MoveAsync(DemoPlant plant, DemoChiller chiller, DemoFeeder feeder, DemoUps ups, DemoPlan plan, IProgress<DemoTally>? progress, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var last = 0.0;
        while (plan.Duration is not { } duration || time.GetElapsedTime(began) < duration)
        {
            var left = plan.Duration is { } whole ? whole - time.GetElapsedTime(began) : TimeSpan.MaxValue;
            await Task.Delay(left < Pause ? left : Pause, time, cancellation);
            var now = time.GetElapsedTime(began).TotalSeconds;
            plant.Move(now, now - last);
            chiller.Move(now, now - last);
            feeder.Move(now, now - last);
            ups.Move(now, now - last);
            last = now;
            progress?.Report(_tally.Present);
        }
    }

    /// <summary>Where one of the devices listens, unless the port is taken.</summary>
    private IPEndPoint Listen(int number) => new(options.Host, options.FirstPort == 0 ? 0 : options.FirstPort + number);

    private ModbusTcpServer Serve(DemoTables tables, IPEndPoint listen)
    {
        try
        {
            return ModbusTcpServer.Start(
                new ModbusServerOptions { Endpoints = [listen], Threads = 0, Observer = _tally, Time = time },
                new ModbusResponder(tables, new ModbusIdentification("Catchment", "demo", "1")));
        }
        catch (ModbusException) when (listen.Port != 0)
        {
            // Another demo is there. Who polls finds the port in the file.
            return Serve(tables, new IPEndPoint(listen.Address, 0));
        }
    }

    private void Write(string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(options.ConfigFile)!);
            File.WriteAllText(options.ConfigFile, text);
            tell($"modbus: a gateway polls the devices with gateway.poller.config={options.ConfigFile}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            tell($"modbus: {options.ConfigFile} cannot be written: {e.Message}");
        }
    }

    private async Task<PollingService> PollingAsync(string text)
    {
        var configuration = PollerFile.Read(System.Text.Encoding.UTF8.GetBytes(text), options.ConfigFile);
        PollingService service;
        try
        {
            service = await PollingService.StartAsync(configuration, new IPEndPoint(options.Host, options.PollingPort), time);
        }
        catch (IOException) when (options.PollingPort != 0)
        {
            service = await PollingService.StartAsync(configuration, new IPEndPoint(options.Host, 0), time);
        }

        Addresses = service.Addresses;
        tell($"modbus: a sync takes their values with catchment run sync sync.polling_url={Addresses[0]}/deploy/api/io/polled-values");
        return service;
    }

    /// <summary>A poller with a store of its own: what the sync is pointed at in place of an original polling service.</summary>
    private sealed class PollingService : IAsyncDisposable
    {
        private readonly NodeMetrics _metrics;
        private readonly TagPoller _poller;
        private PollingApi? _api;

        private PollingService(TimeProvider time)
        {
            _metrics = new NodeMetrics(time, "demo");
            _poller = new TagPoller(new PollerParts
            {
                Store = new TagStore(new TagStoreSettings { HistorySize = 0 }, time, null, NullLogger.Instance),
                Options = new PollerOptions(),
                Metrics = new PollerMetrics(_metrics),
                Time = time,
                Logger = NullLogger.Instance,
            });
        }

        internal IReadOnlyList<string> Addresses => _api?.Addresses ?? [];

        internal static async Task<PollingService> StartAsync(PollerConfiguration configuration, IPEndPoint listen, TimeProvider time)
        {
            var service = new PollingService(time);
            try
            {
                service._api = await PollingApi.StartAsync(service._poller, new PollerOptions { Listen = [$"{listen}"] }, NullLoggerFactory.Instance);
                await service._poller.ApplyAsync(configuration);
                return service;
            }
            catch (IOException)
            {
                await service.DisposeAsync();
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_api is not null)
                await _api.DisposeAsync();
            await _poller.DisposeAsync();
            _metrics.Dispose();
        }
    }

    private sealed class Tally : IModbusServerObserver, IOpcUaServerObserver, IIec104ServerObserver, ISnmpAgentObserver
    {
        // The number of its encoding. Source: OPC 10000-6, annex A.
        private const uint Publish = 826;

        private long _sent;
        private long _refused;

        internal DemoTally Present => new(Interlocked.Read(ref _sent), Interlocked.Read(ref _refused), 0);

        internal void Answered() => Interlocked.Increment(ref _sent);

        public void Commanded(in Iec104Command command, Iec104CommandAnswer answer)
        {
            if (answer == Iec104CommandAnswer.Accepted)
                Interlocked.Increment(ref _sent);
            else
                Interlocked.Increment(ref _refused);
        }

        public void Answered(IPEndPoint peer, SnmpVersion version, SnmpPduType operation, int variables, SnmpErrorStatus status)
        {
            if (status == SnmpErrorStatus.NoError)
                Interlocked.Increment(ref _sent);
            else
                Interlocked.Increment(ref _refused);
        }

        public void Answered(byte functionCode, ModbusExceptionCode code)
        {
            if (code == ModbusExceptionCode.None)
                Interlocked.Increment(ref _sent);
            else
                Interlocked.Increment(ref _refused);
        }

        public void Answered(IPEndPoint peer, uint service, StatusCode status)
        {
            if (!status.IsBad)
                Interlocked.Increment(ref _sent);
            else if (service != Publish) // Such a request waits for changes, and has none when its session ends.
                Interlocked.Increment(ref _refused);
        }
    }
}
