namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>What a chunk or transport message is: its first three letters, the first in the lowest byte. Source: OPC 10000-6, 6.7.2.2 and 7.1.2.2.</summary>
internal enum MessageType
{
    /// <summary><c>HEL</c>: a client's first message.</summary>
    Hello = 'H' | ('E' << 8) | ('L' << 16),

    /// <summary><c>ACK</c>: a server's answer to it.</summary>
    Acknowledge = 'A' | ('C' << 8) | ('K' << 16),

    /// <summary><c>ERR</c>: why a server closes the connection.</summary>
    Error = 'E' | ('R' << 8) | ('R' << 16),

    /// <summary><c>OPN</c>: opens or renews a secure channel.</summary>
    Open = 'O' | ('P' << 8) | ('N' << 16),

    /// <summary><c>MSG</c>: a service's request or response.</summary>
    Message = 'M' | ('S' << 8) | ('G' << 16),

    /// <summary><c>CLO</c>: closes a secure channel.</summary>
    Close = 'C' | ('L' << 8) | ('O' << 16),
}
