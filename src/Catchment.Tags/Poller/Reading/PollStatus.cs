using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Iec104;
using Catchment.Tags.Poller.Modbus;
using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Poller.Snmp;

namespace Catchment.Tags.Poller.Reading;

/// <summary>The texts of states and errors that all protocols have. Source: <c>tags</c> 9.2.</summary>
internal static class PollStatus
{
    internal const string Ok = "ok";
    internal const string Good = "good";
    internal const string Initializing = "initializing";
    internal const string Error = "error";

    /// <summary>All that there are, for counting.</summary>
    internal static readonly string[] All =
    [
        Ok, Error, "modbus_connect_failed", "modbus_exception", "modbus_error", "conversion_error",
        OpcUaErrors.ReadFailed, OpcUaErrors.ConnectionError, OpcUaErrors.PollingError, OpcUaErrors.MissingNodeId,
        .. SnmpStatus.All,
        "serial_connect_failed", "rtu_exception", "rtu_modbus_error", "rtu_conversion_error", "rtu_polling_error",
    ];

    /// <summary>The status and the error of a tag that is ill in the file.</summary>
    internal static (string Status, string Error, IErrorDetails? Details) Ill(PollerDevice device, PollerTag tag, string problem)
    {
        if (device.Protocol == PollerProtocol.OpcUa)
        {
            var (status, details) = OpcUaErrors.Ill(tag, problem);
            return (status, details.Verbose, details);
        }

        if (device.Protocol == PollerProtocol.Iec104)
        {
            var details = Iec104Errors.Ill(problem);
            return (Error, details.Verbose, details);
        }

        if (device.Protocol == PollerProtocol.Snmp)
        {
            var (status, text) = SnmpStatus.Ill(tag, problem);
            return (status, text, null);
        }

        var (illStatus, error) = ModbusStatus.Unconverted(device, problem);
        return (illStatus, error, null);
    }

    /// <summary>The status and the error of a device that this program does not ask; null: it does.</summary>
    internal static (string Status, string Error)? Unasked(PollerDevice device)
    {
        if (Unsupported(device) is { } why)
            return (device.Protocol == PollerProtocol.ModbusSerial ? "serial_connect_failed" : Error, $"(95 - NOT_SUPPORTED: {why})");
        return device.Problem is { } problem ? (Error, $"(22 - INVALID_CONFIGURATION: {problem})") : null;
    }

    /// <summary>Why this program cannot speak with a device, however it is configured; null: it can.</summary>
    internal static string? Unsupported(PollerDevice device) => device.Protocol switch
    {
        PollerProtocol.ModbusSerial => $"serial lines are not supported: {(device.Endpoint.Length > 0 ? device.Endpoint : "no port is named")}; a TCP gateway before the line is, with ipAddress and portNumber",
        PollerProtocol.Dnp3 => Dnp3WriteCall.Unsupported(device.Name, device.Endpoint, "polled"),
        PollerProtocol.Other => $"devices of type '{device.TypeText}' are not polled by this program",
        _ => null,
    };
}
