namespace Catchment.Tags.Settings;

/// <summary>How messages of a user are signed.</summary>
public enum SnmpUserAuthentication
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>HMAC-MD5-96, which is weak.</summary>
    Md5,

    /// <summary>HMAC-SHA-96.</summary>
    Sha1,

    /// <summary>HMAC-SHA-224-128.</summary>
    Sha224,

    /// <summary>HMAC-SHA-256-192.</summary>
    Sha256,

    /// <summary>HMAC-SHA-384-256.</summary>
    Sha384,

    /// <summary>HMAC-SHA-512-384.</summary>
    Sha512,
}
