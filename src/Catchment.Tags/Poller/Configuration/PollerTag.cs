using Catchment.Tags.Poller.Conversion;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>A tag of a device. Source: <c>tags</c> 10.2.</summary>
public sealed record PollerTag
{
    /// <summary>Its id, the member of the document and the end of its key.</summary>
    public required string Id { get; init; }

    /// <summary>Its name; the id where it has none.</summary>
    public required string Name { get; init; }

    /// <summary>Its key in the store: <c>device:id</c>.</summary>
    public required string Key { get; init; }

    /// <summary>It is true or false; otherwise a number.</summary>
    public bool IsDiscrete { get; init; }

    /// <summary>It may be written, as far as the file says.</summary>
    public bool CanWrite { get; init; }

    /// <summary>How its value comes of what the device has.</summary>
    public TagScaling Scaling { get; init; } = new();

    /// <summary>Its unit.</summary>
    public string Units { get; init; } = "";

    /// <summary>What is wrong with its configuration, so that it is not polled; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Where it lies in a Modbus device; null: its device is none.</summary>
    public ModbusPlace? Modbus { get; init; }

    /// <summary>Which node it is at an OPC UA server; null: its device is none.</summary>
    public OpcUaPlace? OpcUa { get; init; }

    /// <summary>Which point it is at an IEC 60870-5-104 station; null: its device is none.</summary>
    public Iec104Place? Iec104 { get; init; }

    /// <summary>Which variable it is of an SNMP agent; null: its device is none.</summary>
    public SnmpPlace? Snmp { get; init; }

    /// <summary>Whether what is written to its point goes to the device.</summary>
    public bool IsWritable => CanWrite && Problem is null && Modbus is not { CanWrite: false } && Iec104 is not { CanWrite: false };
}
