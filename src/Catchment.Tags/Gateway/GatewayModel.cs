using Catchment.Tags.Calculation;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Gateway;

/// <summary>What all doors of the gateway share: the store, and where its points stand in each protocol.</summary>
public sealed class GatewayModel
{
    private IKeyReferences[] _references = [];

    /// <summary>The live store.</summary>
    public required TagStore Store { get; init; }

    /// <summary>The mappings of Modbus.</summary>
    public required MappingTable<ModbusMapping> Modbus { get; init; }

    /// <summary>The mappings of OPC UA.</summary>
    public required MappingTable<OpcUaMapping> OpcUa { get; init; }

    /// <summary>The mappings of IEC 60870-5-104.</summary>
    public required MappingTable<Iec104Mapping> Iec104 { get; init; }

    /// <summary>The mappings of SNMP.</summary>
    public required MappingTable<SnmpMapping> Snmp { get; init; }

    /// <summary>The calculated tags; their ids are their names.</summary>
    public MappingTable<CalculationTag> Calculations { get; init; } = new(null);

    /// <summary>Adds something else that names keys, for as long as the gateway runs.</summary>
    /// <param name="references">What names them.</param>
    public void Add(IKeyReferences references) => _references = [.. _references, references];

    /// <summary>Unregisters a key whose mapping was removed, unless something else names it. Source: <c>tags</c> 2.8.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was unregistered.</returns>
    /// <exception cref="IOException">It could not be made durable.</exception>
    public bool UnregisterUnused(string key) =>
        !(Modbus.Names(key) || OpcUa.Names(key) || Iec104.Names(key) || Snmp.Names(key) || Array.Exists(_references, one => one.RefersTo(key))) && Store.Unregister(key);
}
