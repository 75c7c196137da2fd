namespace Catchment.Protocols.Snmp;

/// <summary>What kind of failure an <see cref="SnmpException"/> is.</summary>
public enum SnmpFault
{
    /// <summary>An agent cannot listen at an endpoint.</summary>
    Listen,

    /// <summary>A name, a value, or an option is not one of SNMP.</summary>
    Invalid,

    /// <summary>No answer in time, after all retries.</summary>
    Timeout,

    /// <summary>The network says that there is nobody, or that there is no way.</summary>
    Unreachable,

    /// <summary>The agent answered with an error status.</summary>
    Refused,

    /// <summary>The agent, or this side, does not accept the user, the keys, or the engine.</summary>
    Security,

    /// <summary>An answer is not what was asked for, such as a walk that does not come forward.</summary>
    BadAnswer,
}
