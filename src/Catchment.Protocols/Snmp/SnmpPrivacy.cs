namespace Catchment.Protocols.Snmp;

/// <summary>How a message of v3 is encrypted. Source: RFC 3414, 8.; RFC 3826.</summary>
public enum SnmpPrivacy
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>DES in CBC mode, for old devices; an agent of this library has no such users.</summary>
    Des,

    /// <summary>AES with 128 bits in CFB mode.</summary>
    Aes128,

    /// <summary>AES with 192 bits; a short key is made longer as draft-blumenthal-aes-usm-04 (3.1.2.1) says, as net-snmp does it.</summary>
    Aes192,

    /// <summary>AES with 256 bits; a short key is made longer as draft-blumenthal-aes-usm-04 (3.1.2.1) says, as net-snmp does it.</summary>
    Aes256,

    /// <summary>AES with 192 bits; a short key is made longer as draft-reeder-snmpv3-usm-3desede-00 (2.1) says, as Cisco's devices do it.</summary>
    Aes192Reeder,

    /// <summary>AES with 256 bits; a short key is made longer as draft-reeder-snmpv3-usm-3desede-00 (2.1) says, as Cisco's devices do it.</summary>
    Aes256Reeder,
}
