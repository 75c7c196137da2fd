namespace Catchment.Protocols.OpcUa;

/// <summary>What a secure channel does to its messages. Source: OPC 10000-4, 7.20.</summary>
public enum MessageSecurityMode
{
    /// <summary>Not told; no channel is opened.</summary>
    Invalid = 0,

    /// <summary>Nothing.</summary>
    None = 1,

    /// <summary>Signs them.</summary>
    Sign = 2,

    /// <summary>Signs and encrypts them.</summary>
    SignAndEncrypt = 3,
}
