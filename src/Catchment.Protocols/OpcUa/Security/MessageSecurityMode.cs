namespace Catchment.Protocols.OpcUa.Security;

/// <summary>How the messages of a channel are kept safe. Source: OPC 10000-4, 7.20.</summary>
public enum MessageSecurityMode
{
    /// <summary>None of the others; never valid.</summary>
    Invalid = 0,

    /// <summary>Not at all.</summary>
    None = 1,

    /// <summary>They are signed, so that nobody changes them.</summary>
    Sign = 2,

    /// <summary>They are signed and encrypted, so that nobody reads them either.</summary>
    SignAndEncrypt = 3,
}
