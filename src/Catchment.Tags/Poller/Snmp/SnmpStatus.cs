using System.Globalization;
using System.Net.Sockets;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Poller.Configuration;

namespace Catchment.Tags.Poller.Snmp;

/// <summary>The texts of states and errors of SNMP agents. Source: <c>tags</c> 9.2; RFC 3416, 3.</summary>
internal static class SnmpStatus
{
    internal const string MissingOid = "missing_oid";
    internal const string GetFailed = "snmp_get_failed";
    internal const string NoSuchName = "snmp_no_such_name";
    internal const string AuthError = "snmp_auth_error";
    internal const string BadValue = "snmp_bad_value";
    internal const string ReadOnly = "snmp_read_only";
    internal const string ResourceError = "snmp_resource_error";
    internal const string Timeout = "snmp_timeout";
    internal const string Failed = "snmp_error";

    /// <summary>All that there are beside ok.</summary>
    internal static readonly string[] All = [MissingOid, GetFailed, NoSuchName, AuthError, BadValue, ReadOnly, ResourceError, Timeout, Failed];

    private static readonly Dictionary<SnmpErrorStatus, string> Refusals = new()
    {
        [SnmpErrorStatus.TooBig] = "TOO_BIG: The answer does not fit into one message",
        [SnmpErrorStatus.NoSuchName] = "NO_SUCH_NAME: The agent has no such variable",
        [SnmpErrorStatus.BadValue] = "BAD_VALUE: The variable does not take this value",
        [SnmpErrorStatus.ReadOnly] = "READ_ONLY: The variable cannot be written",
        [SnmpErrorStatus.GenErr] = "GEN_ERR: The agent failed",
        [SnmpErrorStatus.NoAccess] = "NO_ACCESS: The variable is not to be had by the one that asks",
        [SnmpErrorStatus.WrongType] = "WRONG_TYPE: The value has another type than the variable",
        [SnmpErrorStatus.WrongLength] = "WRONG_LENGTH: The value has a length that the variable does not take",
        [SnmpErrorStatus.WrongEncoding] = "WRONG_ENCODING: The value is encoded otherwise than its type says",
        [SnmpErrorStatus.WrongValue] = "WRONG_VALUE: The variable never takes this value",
        [SnmpErrorStatus.NoCreation] = "NO_CREATION: The variable does not exist and cannot be made",
        [SnmpErrorStatus.InconsistentValue] = "INCONSISTENT_VALUE: The variable does not take this value now",
        [SnmpErrorStatus.ResourceUnavailable] = "RESOURCE_UNAVAILABLE: What the agent would need cannot be had now",
        [SnmpErrorStatus.CommitFailed] = "COMMIT_FAILED: Writing failed, and the variable is as before",
        [SnmpErrorStatus.UndoFailed] = "UNDO_FAILED: Writing failed, and so did taking it back",
        [SnmpErrorStatus.AuthorizationError] = "AUTHORIZATION_ERROR: The one that asks may not",
        [SnmpErrorStatus.NotWritable] = "NOT_WRITABLE: The variable cannot be written",
        [SnmpErrorStatus.InconsistentName] = "INCONSISTENT_NAME: The variable does not exist and cannot be made now",
    };

    /// <summary>The status and the error of a request that failed.</summary>
    internal static (string Status, string Error) Of(SnmpException e) => e.Fault switch
    {
        SnmpFault.Refused => (StatusOf(e.Status), Refused(e.Status)),
        SnmpFault.Timeout => (Timeout, $"(110 - TIMEOUT: {e.Message})"),
        SnmpFault.Unreachable => (GetFailed, Unreachable(e)),
        SnmpFault.Security => (AuthError, $"(16 - AUTHORIZATION_ERROR: {e.Message})"),
        SnmpFault.Invalid => (Failed, $"(22 - INVALID_REQUEST: {e.Message})"),
        _ => (Failed, $"(5 - MALFORMED_REPLY: {e.Message})"),
    };

    /// <summary>The status and the error of a variable that is not there in v2c and v3.</summary>
    internal static (string Status, string Error) Absent(SnmpType type) => (NoSuchName, type switch
    {
        SnmpType.NoSuchObject => "(2 - NO_SUCH_NAME: noSuchObject: The agent has no such object)",
        SnmpType.NoSuchInstance => "(2 - NO_SUCH_NAME: noSuchInstance: The agent has such an object, but not this instance)",
        _ => "(2 - NO_SUCH_NAME: endOfMibView: The agent has nothing there)",
    });

    /// <summary>The status and the error of a value that a tag cannot have.</summary>
    internal static (string Status, string Error) Unconverted(string reason) => (BadValue, $"(22 - CONVERSION_ERROR: {reason})");

    /// <summary>The status and the error of a tag that is ill in the file.</summary>
    internal static (string Status, string Error) Ill(PollerTag tag, string problem) => tag.Snmp is { IsMissing: true }
        ? (MissingOid, "(22 - MISSING_OID: No OID specified in tag address)")
        : (Failed, $"(22 - INVALID_CONFIGURATION: {problem})");

    private static string StatusOf(SnmpErrorStatus status) => status switch
    {
        SnmpErrorStatus.NoSuchName => NoSuchName,
        SnmpErrorStatus.AuthorizationError => AuthError,
        SnmpErrorStatus.BadValue or (>= SnmpErrorStatus.WrongType and <= SnmpErrorStatus.WrongValue) => BadValue,
        SnmpErrorStatus.ReadOnly => ReadOnly,
        >= SnmpErrorStatus.ResourceUnavailable and <= SnmpErrorStatus.UndoFailed => ResourceError,
        _ => Failed,
    };

    private static string Refused(SnmpErrorStatus status) =>
        string.Create(CultureInfo.InvariantCulture, $"({(int)status} - {Refusals.GetValueOrDefault(status, "UNKNOWN_ERROR: The agent refuses the request")})");

    private static string Unreachable(SnmpException e) => e.InnerException is SocketException socket
        ? string.Create(CultureInfo.InvariantCulture, $"({socket.NativeErrorCode} - {Name(socket.SocketErrorCode)}: {e.Message})")
        : $"(101 - UNREACHABLE: {e.Message})";

    /// <summary>CONNECTION_REFUSED of ConnectionRefused.</summary>
    private static string Name(SocketError error) => string.Concat(error.ToString().Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
}
