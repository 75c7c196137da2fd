using System.Text;

namespace Catchment.Protocols.Snmp.Security;

/// <summary>From passwords to keys. Source: RFC 3414, 2.6. and A.2.; RFC 7860, 9.3.</summary>
internal static class UsmPasswords
{
    private const int Stretched = 1 << 20;

    /// <summary>The user's key: the digest of the password, repeated up to 1,048,576 bytes.</summary>
    internal static byte[] Key(SnmpAuthentication protocol, string password) => Key(protocol, Encoding.UTF8.GetBytes(password));

    /// <summary>The user's key: the digest of the password, repeated up to 1,048,576 bytes.</summary>
    internal static byte[] Key(SnmpAuthentication protocol, ReadOnlySpan<byte> password)
    {
        var stretched = new byte[Stretched];
        for (var done = 0; done < Stretched; done += password.Length)
            password[..Math.Min(password.Length, Stretched - done)].CopyTo(stretched.AsSpan(done));
        var key = new byte[UsmDigest.Length(protocol)];
        UsmDigest.Hash(protocol, stretched, key);
        return key;
    }

    /// <summary>The key that is good at one engine alone.</summary>
    internal static byte[] Localize(SnmpAuthentication protocol, ReadOnlySpan<byte> key, ReadOnlySpan<byte> engineId)
    {
        var local = new byte[UsmDigest.Length(protocol)];
        UsmDigest.Hash(protocol, [.. key, .. engineId, .. key], local);
        return local;
    }

    /// <summary>Makes a localized key as long as a cipher needs it.</summary>
    /// <param name="protocol">The digest.</param>
    /// <param name="local">The localized key.</param>
    /// <param name="engineId">The engine.</param>
    /// <param name="privacy">The cipher.</param>
    internal static byte[] Extend(SnmpAuthentication protocol, byte[] local, ReadOnlySpan<byte> engineId, SnmpPrivacy privacy)
    {
        var length = UsmCipher.KeyLength(privacy);
        var key = local;
        var last = local;
        while (key.Length < length)
        {
            if (privacy is SnmpPrivacy.Aes192Reeder or SnmpPrivacy.Aes256Reeder)
            {
                last = Localize(protocol, Key(protocol, last), engineId);
            }
            else
            {
                last = new byte[UsmDigest.Length(protocol)];
                UsmDigest.Hash(protocol, key, last);
            }

            key = [.. key, .. last];
        }

        return key[..length];
    }
}
