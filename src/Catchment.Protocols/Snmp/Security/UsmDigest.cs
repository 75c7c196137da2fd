using System.Security.Cryptography;

namespace Catchment.Protocols.Snmp.Security;

/// <summary>The digests of the authentication protocols. Source: RFC 3414, 6. and 7.; RFC 7860, 4.</summary>
internal static class UsmDigest
{
    /// <summary>The longest digest, in bytes.</summary>
    internal const int MostLength = 64;

    /// <summary>The length of a digest, and so of a key, in bytes.</summary>
    internal static int Length(SnmpAuthentication protocol) => protocol switch
    {
        SnmpAuthentication.Md5 => 16,
        SnmpAuthentication.Sha1 => 20,
        SnmpAuthentication.Sha224 => Sha224.Length,
        SnmpAuthentication.Sha256 => 32,
        SnmpAuthentication.Sha384 => 48,
        SnmpAuthentication.Sha512 => 64,
        _ => 0,
    };

    /// <summary>How much of the digest a message bears, in bytes.</summary>
    internal static int SignatureLength(SnmpAuthentication protocol) => protocol switch
    {
        SnmpAuthentication.Md5 or SnmpAuthentication.Sha1 => 12,
        SnmpAuthentication.Sha224 => 16,
        SnmpAuthentication.Sha256 => 24,
        SnmpAuthentication.Sha384 => 32,
        SnmpAuthentication.Sha512 => 48,
        _ => 0,
    };

#pragma warning disable CA5350, CA5351 // MD5 and SHA-1 are what the protocol and its devices have.
    internal static void Hash(SnmpAuthentication protocol, ReadOnlySpan<byte> data, Span<byte> digest)
    {
        switch (protocol)
        {
            case SnmpAuthentication.Md5:
                MD5.HashData(data, digest);
                break;
            case SnmpAuthentication.Sha1:
                SHA1.HashData(data, digest);
                break;
            case SnmpAuthentication.Sha224:
                Sha224.Hash(data, [], digest);
                break;
            case SnmpAuthentication.Sha256:
                SHA256.HashData(data, digest);
                break;
            case SnmpAuthentication.Sha384:
                SHA384.HashData(data, digest);
                break;
            case SnmpAuthentication.Sha512:
                SHA512.HashData(data, digest);
                break;
        }
    }

    /// <summary>Signs a message whose place for the signature holds zeros.</summary>
    /// <param name="protocol">How.</param>
    /// <param name="key">The localized key.</param>
    /// <param name="message">The whole message.</param>
    /// <param name="signature">Where the signature goes: <see cref="SignatureLength"/> bytes.</param>
    internal static void Sign(SnmpAuthentication protocol, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Span<byte> digest = stackalloc byte[MostLength];
        switch (protocol)
        {
            case SnmpAuthentication.Md5:
                HMACMD5.HashData(key, message, digest);
                break;
            case SnmpAuthentication.Sha1:
                HMACSHA1.HashData(key, message, digest);
                break;
            case SnmpAuthentication.Sha224:
                Sha224.Hmac(key, message, digest);
                break;
            case SnmpAuthentication.Sha256:
                HMACSHA256.HashData(key, message, digest);
                break;
            case SnmpAuthentication.Sha384:
                HMACSHA384.HashData(key, message, digest);
                break;
            case SnmpAuthentication.Sha512:
                HMACSHA512.HashData(key, message, digest);
                break;
        }

        digest[..SignatureLength(protocol)].CopyTo(signature);
    }
#pragma warning restore CA5350, CA5351
}
