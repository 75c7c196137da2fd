namespace Catchment.Protocols.Iec104;

/// <summary>What kind of failure an <see cref="Iec104Exception"/> tells.</summary>
public enum Iec104Fault
{
    /// <summary>An option or an argument that cannot be.</summary>
    Argument,

    /// <summary>An endpoint cannot be listened on.</summary>
    Listen,

    /// <summary>There is no connection, or it ended.</summary>
    NotConnected,

    /// <summary>The peer broke the rules of the line.</summary>
    Protocol,

    /// <summary>An ASDU that is too short, too long or holds what cannot be.</summary>
    Malformed,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The controlled station refused; <see cref="Iec104Exception.Cause"/> tells how.</summary>
    Refused,
}
