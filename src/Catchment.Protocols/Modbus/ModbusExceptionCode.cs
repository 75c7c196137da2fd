namespace Catchment.Protocols.Modbus;

/// <summary>Why a server refused a request.</summary>
public enum ModbusExceptionCode : byte
{
    /// <summary>It did not refuse.</summary>
    None = 0,

    /// <summary>It does not know the function.</summary>
    IllegalFunction = 1,

    /// <summary>The address, or one of those behind it, is not to be had.</summary>
    IllegalDataAddress = 2,

    /// <summary>A quantity, a byte count or a value is not allowed.</summary>
    IllegalDataValue = 3,

    /// <summary>It failed.</summary>
    ServerDeviceFailure = 4,

    /// <summary>It works on it and has no result yet.</summary>
    Acknowledge = 5,

    /// <summary>It is busy.</summary>
    ServerDeviceBusy = 6,

    /// <summary>Its memory is damaged.</summary>
    MemoryParityError = 8,

    /// <summary>The gateway has no way to the unit.</summary>
    GatewayPathUnavailable = 10,

    /// <summary>The unit behind the gateway does not answer.</summary>
    GatewayTargetFailedToRespond = 11,
}
