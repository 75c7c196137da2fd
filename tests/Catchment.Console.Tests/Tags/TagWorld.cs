using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Catchment.Tags.Board;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.WebConsole.Tests.Tags;

/// <summary>A gateway with a real store, real mappings and switches; servers, sync and poller are stood in for.</summary>
internal sealed class TagWorld : IGatewayHome, IDisposable
{
    private readonly ServiceSwitches _services;

    public TagWorld(TimeProvider? time = null, TagStoreSettings? settings = null)
    {
        Time = time ?? TimeProvider.System;
        Model = new GatewayModel
        {
            Store = new TagStore(settings ?? new TagStoreSettings(), Time, null, NullLogger.Instance),
            Modbus = new MappingTable<ModbusMapping>(null),
            OpcUa = new MappingTable<OpcUaMapping>(null),
            Iec104 = new MappingTable<Iec104Mapping>(null),
            Snmp = new MappingTable<SnmpMapping>(null),
        };
        _services = new ServiceSwitches([Server], _ => false, null, NullLogger.Instance);
        Running = new RunningGateway { Model = Model, Services = _services, OpcUa = new StandInOpcUa(), Iec104 = new StandInIec104(), Snmp = new StandInSnmp() };
    }

    public TimeProvider Time { get; }

    public GatewayModel Model { get; }

    public TagStore Store => Model.Store;

    public StandInServer Server { get; } = new();

    public RunningGateway? Running { get; set; }

    /// <summary>Gives a console this world.</summary>
    public ConsoleParts Into(ConsoleParts parts, bool allowsWrites = false) => parts with { Tags = new TagParts { Gateway = this, AllowsWrites = allowsWrites, Time = Time } };

    public DataPoint Register(string key, string type = "float", TagValue initial = default, string units = "", TagLimits? limits = null) =>
        Store.Register(new PointRegistration { Key = key, DataType = type, Default = initial, Units = units, Limits = limits });

    public void Write(string key, double value, TagQuality quality = TagQuality.Good, double? at = null) => Store.Write(key, new TagWrite(TagValue.Of(value), TagOrigin.Ipc, at, quality));

    /// <summary>Tags 00000 and on, in one step; each has its number.</summary>
    public void Fill(int count, string prefix = "plant.line")
    {
        Store.Register([.. Enumerable.Range(0, count).Select(i => new PointRegistration { Key = Key(i), DataType = "float", Default = TagValue.Of(0.0), Units = "°C" })]);
        TagUpdate[] updates = [.. Enumerable.Range(0, count).Select(i => new TagUpdate(null, Key(i), new TagWrite(TagValue.Of((double)i), TagOrigin.Ipc)))];
        Store.Write(updates, new WriteResult[count]);

        string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"{prefix}:{i:00000}");
    }

    /// <summary>A boiler house with a past, mappings, a sync that had errors, and devices of which one is silent.</summary>
    public void Scene()
    {
        double now = (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        Register("Boiler_1:flow_temperature", "float", TagValue.Of(0.0), "°C", new TagLimits(0, 120, false));
        Register("Boiler_1:return_temperature", "float", TagValue.Of(0.0), "°C");
        Register("Boiler_1:pressure", "float", TagValue.Of(0.0), "bar");
        Register("Boiler_1:burner_on", "bool", TagValue.Of(false));
        Register("Boiler_1:message", "string", TagValue.Of(""));
        Register("Pump_1:speed", "int", TagValue.Of(0), "1/min");
        Register("Pump_1:alarm_code", "int", TagValue.Of(0));
        Register("Weather:report", "raw");
        var noise = new Random(1);
        for (var i = 600; i > 0; i--)
        {
            double wave = Math.Sin(i / 40.0);
            Write("Boiler_1:flow_temperature", Math.Round(68 + (6 * wave) + noise.NextDouble(), 2), at: now - (2 * i));
            Write("Boiler_1:return_temperature", Math.Round(49 + (3 * wave) + noise.NextDouble(), 2), at: now - (2 * i));
        }

        Write("Boiler_1:pressure", 1.82, TagQuality.Uncertain, now - 95);
        Store.Write("Boiler_1:burner_on", new TagWrite(TagValue.Of(true), TagOrigin.Ipc, now - 12));
        Store.Write("Boiler_1:message", new TagWrite(TagValue.Of("burner in stage two"), TagOrigin.Ipc, now - 300));
        Write("Pump_1:speed", 1480, at: now - 1);
        Write("Pump_1:alarm_code", 17, TagQuality.Bad, now - 4000);
        Store.Write("Weather:report", new TagWrite(TagValue.Of(JsonElement.Parse("""{"wind":{"speed":4.2,"from":"NW"},"rain":false}""")), TagOrigin.Ipc, now - 30));
        for (var i = 0; i < 60; i++)
            Write(string.Create(CultureInfo.InvariantCulture, $"Meter_{i / 12}:phase_{i % 12}_current_of_the_long_feeder"), Math.Round(noise.NextDouble() * 40, 2), at: now - i);
        Model.Modbus.Set([
            new ModbusMapping { Id = "Boiler_1:flow_temperature", Key = "Boiler_1:flow_temperature", RegisterAddress = 100, DataType = "float32", Access = "r", Description = "to the boiler room's panel" },
            new ModbusMapping { Id = "Boiler_1:return_temperature", Key = "Boiler_1:return_temperature", RegisterAddress = 102, DataType = "float32", Access = "r" },
            new ModbusMapping { Id = "Pump_1:speed", Key = "Pump_1:speed", RegisterAddress = 110, DataType = "uint16", ScalingFactor = 0.1 },
            new ModbusMapping { Id = "Boiler_1:burner_on", Key = "Boiler_1:burner_on", RegisterAddress = 1, FunctionCode = 1, DataType = "bool" },
        ]);
        Model.Iec104.Set(new Iec104Mapping { Id = "Boiler_1:flow_temperature", Key = "Boiler_1:flow_temperature", Ioa = 1001 });
        Running = Running! with { Sync = new StandInSync(now), Poller = new StandInPoller(now) };
    }

    public void Dispose() => _services.Dispose();

    internal sealed class StandInServer : IGatewayServer
    {
        public string Name => "modbus";

        public int Port => 5020;

        public bool IsRunning { get; private set; }

        /// <summary>Why it cannot start; null: it can.</summary>
        public IOException? Trouble { get; set; }

        public Task StartAsync(CancellationToken cancellation)
        {
            if (Trouble is { } trouble)
                return Task.FromException(trouble);
            IsRunning = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellation)
        {
            IsRunning = false;
            return Task.CompletedTask;
        }
    }

    private sealed class StandInSync(double now) : ISyncDesk
    {
        public ValueTask<byte[]?> ReadAsync(CancellationToken cancellation)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
                Write(writer);
            return ValueTask.FromResult<byte[]?>(buffer.WrittenSpan.ToArray());
        }

        private void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteNumber("total_syncs", 48_210);
            writer.WriteNumber("successful_writes", 2_892_113);
            writer.WriteNumber("failed_writes", 3);
            writer.WriteNumber("last_sync_time", now - 0.4);
            writer.WriteStartArray("errors");
            foreach (int i in new[] { 3, 2, 1 })
            {
                writer.WriteStartObject();
                writer.WriteNumber("time", now - (i * 700));
                writer.WriteString("message", "Error writing PLC_1.tag-1756878075386: connection refused");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteBoolean("running", true);
            writer.WriteEndObject();
        }
    }

    private sealed class StandInPoller(double now) : IPollerBoard
    {
        public IReadOnlyList<PollerDevice> Devices { get; } =
        [
            new("Boiler_1", "Modbus TCP", "10.0.4.11:502", true, "ok", 24, 0) { Interval = 1, LastSuccess = now - 0.6 },
            new("Pump_1", "Modbus TCP", "10.0.4.12:502", true, "ok", 12, 2) { Interval = 1, LastSuccess = now - 0.9, Error = "(2 - ILLEGAL DATA ADDRESS: register 4711)" },
            new("Weather", "Modbus RTU over TCP", "10.0.4.40:4001", false, "modbus_connect_failed", 6, 6) { Interval = 5, LastSuccess = now - 5400, Error = "No route to host" },
        ];
    }
}
