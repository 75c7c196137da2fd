using System.Globalization;
using System.Net.Sockets;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>The texts of states and errors of Modbus devices. Source: <c>tags</c> 9.2.</summary>
internal static class ModbusStatus
{
    private static readonly Dictionary<ModbusExceptionCode, string> Refusals = new()
    {
        [ModbusExceptionCode.IllegalFunction] = "ILLEGAL_FUNCTION: The function code received in the query is not an allowable action",
        [ModbusExceptionCode.IllegalDataAddress] = "ILLEGAL_DATA_ADDRESS: The data address received in the query is not an allowable address",
        [ModbusExceptionCode.IllegalDataValue] = "ILLEGAL_DATA_VALUE: A value in the query is not an allowable value",
        [ModbusExceptionCode.ServerDeviceFailure] = "SERVER_DEVICE_FAILURE: The device failed while it performed the action",
        [ModbusExceptionCode.Acknowledge] = "ACKNOWLEDGE: The device works on the request and has no result yet",
        [ModbusExceptionCode.ServerDeviceBusy] = "SERVER_DEVICE_BUSY: The device is busy",
        [ModbusExceptionCode.MemoryParityError] = "MEMORY_PARITY_ERROR: The memory of the device is damaged",
        [ModbusExceptionCode.GatewayPathUnavailable] = "GATEWAY_PATH_UNAVAILABLE: The gateway has no way to the unit",
        [ModbusExceptionCode.GatewayTargetFailedToRespond] = "GATEWAY_TARGET_FAILED_TO_RESPOND: The unit behind the gateway does not answer",
    };

    /// <summary>The status and the error of a request that failed.</summary>
    internal static (string Status, string Error) Of(PollerDevice device, ModbusException exception)
    {
        var isTcp = device.Protocol == PollerProtocol.ModbusTcp;
        return exception.Fault switch
        {
            ModbusFault.Connect => (isTcp ? "modbus_connect_failed" : "serial_connect_failed", Connect(exception)),
            ModbusFault.Refused => (isTcp ? "modbus_error" : "rtu_modbus_error", Refused(exception.Code)),
            ModbusFault.Timeout => (isTcp ? "modbus_exception" : "rtu_exception", $"(110 - TIMEOUT: {exception.Message})"),
            ModbusFault.Closed => (isTcp ? "modbus_exception" : "rtu_exception", $"(104 - CONNECTION_CLOSED: {exception.Message})"),
            _ => (isTcp ? "modbus_exception" : "rtu_exception", $"(5 - MALFORMED_REPLY: {exception.Message})"),
        };
    }

    /// <summary>The status and the error of a value that there is none of.</summary>
    internal static (string Status, string Error) Unconverted(PollerDevice device, string reason) =>
        (device.Protocol == PollerProtocol.ModbusTcp ? "conversion_error" : "rtu_conversion_error", $"(22 - CONVERSION_ERROR: {reason})");

    /// <summary>A refusal in words.</summary>
    internal static string Refused(ModbusExceptionCode code) =>
        string.Create(CultureInfo.InvariantCulture, $"({(int)code} - {Refusals.GetValueOrDefault(code, "UNKNOWN_EXCEPTION: The device refuses the request")})");

    private static string Connect(ModbusException exception) => exception.InnerException is SocketException socket
        ? string.Create(CultureInfo.InvariantCulture, $"({socket.NativeErrorCode} - {Name(socket.SocketErrorCode)}: {exception.Message})")
        : $"(101 - CONNECT_FAILED: {exception.Message})";

    /// <summary>CONNECTION_REFUSED of ConnectionRefused.</summary>
    private static string Name(SocketError error) => string.Concat(error.ToString().Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
}
