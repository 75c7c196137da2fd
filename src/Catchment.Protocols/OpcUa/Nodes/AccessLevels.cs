namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>What may be done with a variable's value. Source: OPC 10000-3, 8.57.</summary>
[Flags]
public enum AccessLevels : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Its present value may be read.</summary>
    CurrentRead = 1,

    /// <summary>Its present value may be written.</summary>
    CurrentWrite = 2,

    /// <summary>Its history may be read.</summary>
    HistoryRead = 4,

    /// <summary>Its history may be changed.</summary>
    HistoryWrite = 8,

    /// <summary>Its meaning may change, which its status then tells.</summary>
    SemanticChange = 16,

    /// <summary>A status may be written with its value, and is kept.</summary>
    StatusWrite = 32,

    /// <summary>A source timestamp may be written with its value, and is kept.</summary>
    TimestampWrite = 64,
}
