namespace Catchment.Protocols.Iec104;

/// <summary>A station that cannot serve, be reached, or be understood.</summary>
/// <param name="fault">What kind of failure.</param>
/// <param name="message">The failure in words.</param>
/// <param name="cause">With <see cref="Iec104Fault.Refused"/> the cause of the negative answer, with <see cref="Iec104Fault.TimedOut"/> that of the one that did not come.</param>
/// <param name="inner">What it comes from.</param>
public sealed class Iec104Exception(Iec104Fault fault, string message, CauseOfTransmission cause = CauseOfTransmission.None, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What kind of failure.</summary>
    public Iec104Fault Fault { get; } = fault;

    /// <summary>With <see cref="Iec104Fault.Refused"/> the cause of the negative answer, with <see cref="Iec104Fault.TimedOut"/> that of the one that did not come.</summary>
    public CauseOfTransmission Cause { get; } = cause;
}
