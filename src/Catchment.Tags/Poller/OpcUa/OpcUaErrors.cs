using System.Collections.Frozen;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Catchment.Protocols.OpcUa;
using Catchment.Tags.Poller.Configuration;

namespace Catchment.Tags.Poller.OpcUa;

/// <summary>The texts of states and errors of OPC UA devices. Source: <c>tags</c> 9.1, 9.2.</summary>
internal static partial class OpcUaErrors
{
    internal const string ReadFailed = "opcua_read_failed";
    internal const string ConnectionError = "opcua_connection_error";
    internal const string PollingError = "opcua_polling_error";
    internal const string MissingNodeId = "missing_node_id";

    private static readonly FrozenDictionary<StatusCode, string> Descriptions = new Dictionary<StatusCode, string>
    {
        [StatusCodes.BadNodeIdUnknown] = "The node id refers to a node that does not exist in the server address space",
        [StatusCodes.BadNodeIdInvalid] = "The syntax of the node id is not valid",
        [StatusCodes.BadAttributeIdInvalid] = "The attribute is not supported for the specified node",
        [StatusCodes.BadServerNotConnected] = "The operation could not complete because the client is not connected to a server",
        [StatusCodes.BadNoCommunication] = "Communication with the data source is defined, but not established, and there is no last known value available",
        [StatusCodes.BadWaitingForInitialData] = "Waiting for the server to obtain values from the underlying data source",
        [StatusCodes.BadNotConnected] = "The variable should receive its value from another variable, but has never been configured to do so",
        [StatusCodes.BadDeviceFailure] = "There has been a failure in the device or data source that generates the value",
        [StatusCodes.BadSensorFailure] = "There has been a failure in the sensor from which the value is derived",
        [StatusCodes.BadOutOfService] = "The source of the data is not operational",
        [StatusCodes.BadNotReadable] = "The access level does not allow reading the node",
        [StatusCodes.BadNotWritable] = "The access level does not allow writing to the node",
        [StatusCodes.BadUserAccessDenied] = "User does not have permission to perform the requested operation",
        [StatusCodes.BadTypeMismatch] = "The value is not of the same type as the attribute's value",
        [StatusCodes.BadOutOfRange] = "The value was out of range",
        [StatusCodes.BadWriteNotSupported] = "The server does not support writing the combination of value, status and timestamps provided",
        [StatusCodes.BadTimeout] = "The operation timed out",
        [StatusCodes.BadNoData] = "No data exists for the requested node",
        [StatusCodes.BadTooManyOperations] = "The request could not be processed because it specified too many operations",
        [StatusCodes.BadServiceUnsupported] = "The server does not support the requested service",
        [StatusCodes.BadCertificateUntrusted] = "The certificate is not trusted",
        [StatusCodes.BadSecurityPolicyRejected] = "The security policy does not meet the requirements set by the server",
        [StatusCodes.BadIdentityTokenRejected] = "The user identity token is valid but the server has rejected it",
        [StatusCodes.BadSecurityModeInsufficient] = "The operation is not permitted over the current secure channel",
        [StatusCodes.BadConfigurationError] = "There is a problem with the configuration that affects the usefulness of the value",
        [StatusCodes.UncertainLastUsableValue] = "Whatever was updating this value has stopped doing so",
        [StatusCodes.UncertainSubstituteValue] = "The value is an operational value that was manually overwritten",
        [StatusCodes.UncertainInitialValue] = "The value is an initial value for a variable that normally receives its value from another variable",
        [StatusCodes.UncertainSensorNotAccurate] = "The value is at one of the sensor limits",
        [StatusCodes.UncertainEngineeringUnitsExceeded] = "The value is outside of the range of values defined for this parameter",
        [StatusCodes.UncertainSubNormal] = "The value is derived from multiple sources and has less than the required number of good sources",
    }.ToFrozenDictionary();

    /// <summary>The error of a value whose status is not good.</summary>
    internal static OpcUaErrorDetails OfValue(StatusCode status)
    {
        // Flags, as that of an overflow, are no part of what is wrong.
        status = status.Condition;
        var text = Text(status, Describe(status));
        return new OpcUaErrorDetails(status.ToString(), status.Value, null, $"{Describe(status)}.({status})", text, status.IsBad ? "error" : "warning");
    }

    /// <summary>The error of a value that no tag can have.</summary>
    internal static OpcUaErrorDetails OfValue(StatusCode status, string reason) =>
        new(status.ToString(), status.Value, null, reason, Text(status, reason), "error");

    /// <summary>The error of a request, or of a connection.</summary>
    /// <param name="device">The device: where people can mend it, the text says how.</param>
    /// <param name="e">What went wrong.</param>
    internal static OpcUaErrorDetails Of(OpcUaDevice device, OpcUaException e)
    {
        var status = IsConnection(e.Status) ? StatusCodes.BadServerNotConnected : e.Status;
        var message = e.Message.TrimEnd('.');
        var (type, number) = Socket(e) is { } socket ? (NameOf(socket.SocketErrorCode), (int?)socket.NativeErrorCode) : (status.ToString(), null);
        var description = Describe(status);
        var text = Text(status, $"{(message == e.Status.ToString() ? description : $"{description}: {message}")}{Advice(device, e)}");
        return new OpcUaErrorDetails(type, status.Value, number, message, text, "error");
    }

    /// <summary>The status and the error of a tag that is ill in the file.</summary>
    internal static (string Status, OpcUaErrorDetails Error) Ill(PollerTag tag, string problem)
    {
        if (tag.OpcUa is not { IsMissing: true })
            return (ReadFailed, OfValue(StatusCodes.BadConfigurationError, problem));
        const string Missing = "No Node ID specified in tag address";
        return (MissingNodeId, new OpcUaErrorDetails("str", null, null, Missing, $"(UNKNOWN - OPC-UA Error: {Missing})", "error"));
    }

    /// <summary>Whether there is no connection.</summary>
    internal static bool IsConnection(StatusCode status) =>
        status == StatusCodes.BadNotConnected || status == StatusCodes.BadServerNotConnected || status == StatusCodes.BadConnectionRejected
        || status == StatusCodes.BadConnectionClosed || status == StatusCodes.BadCommunicationError || status == StatusCodes.BadSecureChannelClosed;

    private static string Text(StatusCode status, string description) => string.Create(CultureInfo.InvariantCulture, $"(0x{status.Value:X8} - {status}: {description})");

    /// <summary>What the standard says of a condition; of one without words here its name in words.</summary>
    private static string Describe(StatusCode status) =>
        Descriptions.TryGetValue(status.Condition, out var text) ? text : CapitalRegex().Replace(status.ToString(), static match => $" {match.Value.ToLowerInvariant()}");

    private static string Advice(OpcUaDevice device, OpcUaException e)
    {
        if (e.Status == StatusCodes.BadSecurityModeInsufficient)
            return "; opcuaSecurityMode: SignAndEncrypt keeps it secret, opcuaAllowPlainPassword: true sends it all the same";
        if (e.Status == StatusCodes.BadCertificateHostNameInvalid)
            return "; opcuaAllowOtherHostName: true takes it all the same";
        if (e.Status != StatusCodes.BadCertificateUntrusted && e.Status != StatusCodes.BadCertificateChainIncomplete)
            return "";
        var thumbprint = ThumbprintRegex().Match(e.Message) is { Success: true } match ? match.Value : "SHA-1";
        return device.Trust == OpcUaServerTrust.Reject
            ? "; opcuaAcceptServerCert is 'reject': only servers whose certificates are trusted already are asked"
            : $"; 'catchment gateway certificates trust {thumbprint}' trusts it";
    }

    private static SocketException? Socket(Exception? e)
    {
        while (e is not (null or SocketException))
            e = e.InnerException;
        return (SocketException?)e;
    }

    /// <summary>The names that the original tells.</summary>
    private static string NameOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "ConnectionRefusedError",
        SocketError.ConnectionReset => "ConnectionResetError",
        SocketError.TimedOut => "TimeoutError",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "gaierror",
        _ => "OSError",
    };

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex CapitalRegex();

    [GeneratedRegex("[0-9A-F]{40}", RegexOptions.None, 1000)]
    private static partial Regex ThumbprintRegex();
}
