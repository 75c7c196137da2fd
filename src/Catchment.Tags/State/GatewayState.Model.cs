using Catchment.Tags.Calculation;
using Catchment.Tags.Gateway;
using Catchment.Tags.Store;

namespace Catchment.Tags.State;

/// <content>What it gives back at a start.</content>
public sealed partial class GatewayState
{
    /// <summary>The store and the mappings as they were kept; the values are UNCERTAIN until they are written.</summary>
    /// <param name="settings">What the store runs with.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    public GatewayModel OpenModel(TagStoreSettings settings, TimeProvider time)
    {
        var store = new TagStore(settings, time, this, _logger);
        store.Restore(LoadPoints());
        return new GatewayModel
        {
            Store = store,
            Modbus = new MappingJournal<Mappings.ModbusMapping>(this, "modbus", MappingJson.Default.ModbusMapping).Open(),
            OpcUa = new MappingJournal<Mappings.OpcUaMapping>(this, "opcua", MappingJson.Default.OpcUaMapping).Open(),
            Iec104 = new MappingJournal<Mappings.Iec104Mapping>(this, "iec104", MappingJson.Default.Iec104Mapping).Open(),
            Snmp = new MappingJournal<Mappings.SnmpMapping>(this, "snmp", MappingJson.Default.SnmpMapping).Open(),
            Calculations = CalculationTable.Open(this),
        };
    }
}
