using System.Globalization;
using Catchment.Protocols.Iec104;

namespace Catchment.Tags.Poller.Iec104;

/// <summary>The texts of errors of IEC 60870-5-104 devices. Source: <c>tags</c> 9.1, 9.2, 10.4.</summary>
internal static class Iec104Errors
{
    private const int ConnectionCode = 7;
    private const int ConfigurationCode = 22;
    private const int NoDataCode = 61;
    private const int MalformedCode = 71;
    private const int TimeoutCode = 110;

    /// <summary>P/N of the octet that has the cause of transmission.</summary>
    private const int NegativeBit = 0x40;

    // The gravest first: it names the error.
    private static readonly (QualityDescriptor Flag, string Name, string Description)[] Flags =
    [
        (QualityDescriptor.Invalid, "INVALID", "The value is invalid"),
        (QualityDescriptor.NotTopical, "NOT_TOPICAL", "The value was not updated"),
        (QualityDescriptor.Substituted, "SUBSTITUTED", "The value was provided by an operator or an automatic source"),
        (QualityDescriptor.Blocked, "BLOCKED", "The value is blocked for transmission"),
        (QualityDescriptor.Overflow, "OVERFLOW", "The value is beyond the range of its type"),
    ];

    /// <summary>The error of a value that came with flags.</summary>
    internal static Iec104ErrorDetails OfQuality(QualityDescriptor flags)
    {
        var set = Flags.Where(one => flags.HasFlag(one.Flag)).ToArray();
        var text = string.Join("; ", set.Select((one, i) => i == 0 ? one.Description : $"{one.Name}: {one.Description}"));
        return new Iec104ErrorDetails("Quality", (int)flags, text, string.Create(CultureInfo.InvariantCulture, $"(0x{(int)flags:X2} - {set[0].Name}: {text})")) { Quality = flags };
    }

    /// <summary>The error of a value that no tag can have.</summary>
    internal static Iec104ErrorDetails Unconverted(string reason) => Make("Conversion", ConfigurationCode, "CONVERSION_ERROR", reason);

    /// <summary>The error of a point that has another type than its tag says.</summary>
    internal static Iec104ErrorDetails WrongType(TypeId told, TypeId wanted, int address) => Make(
        "Type", ConfigurationCode, "TYPE_MISMATCH", $"The station sends {told} at the address {address}, and the tag asks for {wanted}; {told}:{address} as its address takes it");

    /// <summary>The error of a point that the station has not sent.</summary>
    internal static Iec104ErrorDetails NoData(int commonAddress, int address) => Make(
        "NoData", NoDataCode, "NO_DATA", $"The station has sent no point with the address {address} of the common address {commonAddress}, and none came with the interrogation");

    /// <summary>The error of a tag that is ill in the file.</summary>
    internal static Iec104ErrorDetails Ill(string problem) => Make("Configuration", ConfigurationCode, "INVALID_CONFIGURATION", problem);

    /// <summary>The error of a request, or of a connection.</summary>
    internal static Iec104ErrorDetails Of(Iec104Exception e)
    {
        var message = e.Message.TrimEnd('.');
        return e.Fault switch
        {
            Iec104Fault.Refused => Refused(e, message),
            Iec104Fault.TimedOut => Make("Timeout", TimeoutCode, "TIMEOUT", message),
            Iec104Fault.Argument => Ill(message),
            Iec104Fault.Protocol or Iec104Fault.Malformed => Make("Protocol", MalformedCode, "PROTOCOL_ERROR", message),
            _ => Lost(e),
        };
    }

    /// <summary>The error of a connection that there is none of; the code and its words are the original's.</summary>
    /// <param name="why">What it came from; null: nobody knows yet.</param>
    internal static Iec104ErrorDetails Lost(Iec104Exception? why)
    {
        var message = why?.Message.TrimEnd('.') ?? "There is no connection";
        return Make("Connection", ConnectionCode, "CONNECTION_ERROR", $"Unable to establish connection to IEC-104 server: {message}") with { Message = message, IsConnection = true };
    }

    private static Iec104ErrorDetails Refused(Iec104Exception e, string message)
    {
        var (code, name, description) = e.Cause switch
        {
            CauseOfTransmission.UnknownType => (44, "UNKNOWN_TYPE", "The station does not know the type"),
            CauseOfTransmission.UnknownCause => (45, "UNKNOWN_CAUSE", "The station does not know the cause of transmission"),
            CauseOfTransmission.UnknownCommonAddress => (46, "UNKNOWN_COMMON_ADDRESS", "The station does not have the common address"),
            CauseOfTransmission.UnknownObjectAddress => (47, "UNKNOWN_OBJECT_ADDRESS", "The station does not have the information object address"),
            CauseOfTransmission.ActivationTermination => (NegativeBit | (int)e.Cause, "NEGATIVE_TERMINATION", "The station began and did not succeed"),
            _ => (NegativeBit | (int)e.Cause, "NEGATIVE_CONFIRMATION", "The station refuses"),
        };
        return Make("Refused", code, name, $"{description}: {message}") with { Message = message, Cause = e.Cause };
    }

    private static Iec104ErrorDetails Make(string type, int code, string name, string description) =>
        new(type, code, description, string.Create(CultureInfo.InvariantCulture, $"({code} - {name}: {description})"));
}
