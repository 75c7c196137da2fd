namespace Catchment.Protocols.Snmp;

/// <summary>How a message of v3 proves who sent it. Source: RFC 3414, 6. and 7.; RFC 7860, 4.</summary>
public enum SnmpAuthentication
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>HMAC-MD5-96.</summary>
    Md5,

    /// <summary>HMAC-SHA-96, that is SHA-1.</summary>
    Sha1,

    /// <summary>HMAC-SHA-224 with 128 bits.</summary>
    Sha224,

    /// <summary>HMAC-SHA-256 with 192 bits.</summary>
    Sha256,

    /// <summary>HMAC-SHA-384 with 256 bits.</summary>
    Sha384,

    /// <summary>HMAC-SHA-512 with 384 bits.</summary>
    Sha512,
}
