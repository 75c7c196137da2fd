namespace Catchment.Protocols.Snmp;

/// <summary>How well a message is protected. Source: RFC 3411, 3.4.3.</summary>
public enum SnmpSecurityLevel
{
    /// <summary>Neither signed nor encrypted.</summary>
    NoAuthNoPriv = 1,

    /// <summary>Signed.</summary>
    AuthNoPriv = 2,

    /// <summary>Signed and encrypted.</summary>
    AuthPriv = 3,
}
