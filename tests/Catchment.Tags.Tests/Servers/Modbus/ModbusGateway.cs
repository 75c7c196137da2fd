using System.Text.Json;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers.Modbus;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Servers.Modbus;

/// <summary>A store with mappings and their image.</summary>
internal sealed class ModbusGateway : IDisposable
{
    public ModbusGateway(ModbusOptions? options = null, UnknownKeys unknownKeys = UnknownKeys.Register, IPointJournal? journal = null)
    {
        Model = new GatewayModel
        {
            Store = new TagStore(new TagStoreSettings { UnknownKeys = unknownKeys }, TimeProvider.System, journal, NullLogger.Instance),
            Modbus = new MappingTable<ModbusMapping>(null),
            OpcUa = new MappingTable<OpcUaMapping>(null),
            Iec104 = new MappingTable<Iec104Mapping>(null),
            Snmp = new MappingTable<SnmpMapping>(null),
        };
        Image = new ModbusImage(Store, Model.Modbus, options ?? new ModbusOptions());
    }

    public GatewayModel Model { get; }

    public ModbusImage Image { get; }

    public TagStore Store => Model.Store;

    public void Dispose() => Image.Dispose();

    /// <summary>Registers a point with a value.</summary>
    public void Point(string key, TagValue value, string dataType = "float", TagLimits? limits = null)
    {
        Store.Register(new PointRegistration { Key = key, DataType = dataType, Limits = limits });
        Write(key, value);
    }

    public void Write(string key, TagValue value) => Store.Write(key, new TagWrite(value, TagOrigin.Http)).IsOk().ShouldBeTrue();

    public TagValue Value(string key) => Store.TryGet(key, out var point) ? point.Read().Value : TagValue.Null;

    public void Map(string key, int address, string type = "int16", int function = 3, string access = "rw", double factor = 1, string order = "big", int length = 1, string? id = null) =>
        Model.Modbus.Set(new ModbusMapping
        {
            Id = id ?? key,
            Key = key,
            RegisterAddress = address,
            DataType = type,
            FunctionCode = function,
            Access = access,
            ScalingFactor = factor,
            Endianess = order,
            Length = length,
        });

    /// <summary>Registers as a client reads them, in hex.</summary>
    public string Registers(int address, int count, ModbusTable table = ModbusTable.HoldingRegisters)
    {
        var registers = new byte[2 * count];
        registers.AsSpan().Fill(0x55);
        Image.ReadRegisters(1, table, address, registers).ShouldBe(ModbusExceptionCode.None);
        return Convert.ToHexString(registers);
    }

    /// <summary>Bits as a client reads them.</summary>
    public string Bits(int address, int count, ModbusTable table = ModbusTable.Coils)
    {
        var bits = new byte[(count + 7) / 8];
        Image.ReadBits(1, table, address, count, bits).ShouldBe(ModbusExceptionCode.None);
        return string.Concat(Enumerable.Range(0, count).Select(i => bits[i / 8] >> (i % 8) & 1));
    }

    public ModbusExceptionCode WriteRegisters(int address, string hex) => Image.WriteRegisters(1, address, Convert.FromHexString(hex));

    public ModbusExceptionCode WriteBits(int address, string bits)
    {
        var packed = new byte[(bits.Length + 7) / 8];
        for (var i = 0; i < bits.Length; i++)
            packed[i / 8] |= (byte)(bits[i] == '1' ? 1 << (i % 8) : 0);
        return Image.WriteBits(1, address, bits.Length, packed);
    }

    public static JsonElement Vectors(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Servers", "Modbus", "Vectors", file))).RootElement;
}
