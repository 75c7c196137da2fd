namespace Catchment.Tags.Settings;

/// <summary>How messages of a user are encrypted.</summary>
public enum SnmpUserPrivacy
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>AES with 128 bits.</summary>
    Aes128,

    /// <summary>AES with 192 bits, its key made longer as net-snmp does it.</summary>
    Aes192,

    /// <summary>AES with 256 bits, its key made longer as net-snmp does it.</summary>
    Aes256,

    /// <summary>AES with 192 bits, its key made longer as Cisco's devices do it.</summary>
    Aes192Cisco,

    /// <summary>AES with 256 bits, its key made longer as Cisco's devices do it.</summary>
    Aes256Cisco,
}
