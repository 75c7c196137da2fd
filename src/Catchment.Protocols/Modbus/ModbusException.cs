namespace Catchment.Protocols.Modbus;

/// <summary>A server that cannot listen, or a device that gives no good answer.</summary>
/// <param name="fault">What kind of failure.</param>
/// <param name="message">The failure in words.</param>
/// <param name="code">With <see cref="ModbusFault.Refused"/> the device's reason.</param>
/// <param name="inner">What it comes from.</param>
public sealed class ModbusException(ModbusFault fault, string message, ModbusExceptionCode code = ModbusExceptionCode.None, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What kind of failure.</summary>
    public ModbusFault Fault { get; } = fault;

    /// <summary>With <see cref="ModbusFault.Refused"/> the device's reason.</summary>
    public ModbusExceptionCode Code { get; } = code;
}
