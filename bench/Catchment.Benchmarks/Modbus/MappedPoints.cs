using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Benchmarks.Modbus;

/// <summary>Five hundred points of the live store, each mapped as a single of two holding registers.</summary>
internal static class MappedPoints
{
    private const int Points = 500;

    internal static GatewayModel Make()
    {
        var model = new GatewayModel
        {
            Store = new TagStore(new TagStoreSettings(), TimeProvider.System, null, NullLogger.Instance),
            Modbus = new MappingTable<ModbusMapping>(null),
            OpcUa = new MappingTable<OpcUaMapping>(null),
            Iec104 = new MappingTable<Iec104Mapping>(null),
            Snmp = new MappingTable<SnmpMapping>(null),
        };
        for (var i = 0; i < Points; i++)
        {
            var key = $"device:tag-{i}";
            model.Store.Register(new PointRegistration { Key = key });
            model.Store.Write(key, new TagWrite(TagValue.Of(i * 1.25), TagOrigin.Ipc));
            model.Modbus.Set(new ModbusMapping { Id = key, Key = key, RegisterAddress = 2 * i, DataType = "float32" });
        }

        return model;
    }
}
