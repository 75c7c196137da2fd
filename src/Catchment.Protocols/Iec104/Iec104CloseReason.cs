namespace Catchment.Protocols.Iec104;

/// <summary>Why a connection ended.</summary>
public enum Iec104CloseReason
{
    /// <summary>The peer closed it, or the network did.</summary>
    Peer,

    /// <summary>The peer broke the rules of the line: sequence, start octet, length, frames that its state does not allow.</summary>
    Protocol,

    /// <summary>An ASDU that cannot be read.</summary>
    Malformed,

    /// <summary>The peer did not acknowledge or answer within t1.</summary>
    NoAnswer,

    /// <summary>The peer does not read, or began a frame and did not go on within t1.</summary>
    Slow,

    /// <summary>This end was stopped.</summary>
    Stopped,
}
