namespace Catchment.Protocols.Modbus;

/// <summary>The first byte of a request and of its reply.</summary>
public enum ModbusFunction : byte
{
    /// <summary>Reads 1 to 2,000 coils.</summary>
    ReadCoils = 1,

    /// <summary>Reads 1 to 2,000 discrete inputs.</summary>
    ReadDiscreteInputs = 2,

    /// <summary>Reads 1 to 125 holding registers.</summary>
    ReadHoldingRegisters = 3,

    /// <summary>Reads 1 to 125 input registers.</summary>
    ReadInputRegisters = 4,

    /// <summary>Writes one coil.</summary>
    WriteSingleCoil = 5,

    /// <summary>Writes one holding register.</summary>
    WriteSingleRegister = 6,

    /// <summary>Writes 1 to 1,968 coils.</summary>
    WriteMultipleCoils = 15,

    /// <summary>Writes 1 to 123 holding registers.</summary>
    WriteMultipleRegisters = 16,

    /// <summary>Writes 1 to 121 holding registers, then reads 1 to 125.</summary>
    ReadWriteMultipleRegisters = 23,

    /// <summary>Of an encapsulated interface; the one that is known here is the device identification, kind 14.</summary>
    EncapsulatedInterface = 43,
}
