namespace Catchment.Protocols.Snmp;

/// <summary>An agent that cannot listen, bytes or texts that are not SNMP, or an agent that gives no good answer.</summary>
/// <param name="fault">What kind of failure.</param>
/// <param name="message">The failure in words.</param>
/// <param name="status">With <see cref="SnmpFault.Refused"/> the agent's reason.</param>
/// <param name="index">With <see cref="SnmpFault.Refused"/> the variable that it is about, from 1; 0: none of them.</param>
/// <param name="inner">What it comes from.</param>
public sealed class SnmpException(
    SnmpFault fault,
    string message,
    SnmpErrorStatus status = SnmpErrorStatus.NoError,
    int index = 0,
    Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of failure.</summary>
    public SnmpFault Fault { get; } = fault;

    /// <summary>With <see cref="SnmpFault.Refused"/> the agent's reason.</summary>
    public SnmpErrorStatus Status { get; } = status;

    /// <summary>With <see cref="SnmpFault.Refused"/> the variable that it is about, from 1 in the order of the request; 0: none of them.</summary>
    public int Index { get; } = index;
}
