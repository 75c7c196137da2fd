namespace Catchment.Tags.Settings;

/// <summary>What becomes of a Modbus client's writing to registers and coils that no mapping has.</summary>
public enum ModbusUnmappedWrites
{
    /// <summary>They are kept in memory and can be read.</summary>
    Keep,

    /// <summary>Exception 2; nothing of the request is applied.</summary>
    Reject,
}
