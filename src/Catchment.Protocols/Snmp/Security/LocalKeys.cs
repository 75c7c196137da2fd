using System.Security.Cryptography;

namespace Catchment.Protocols.Snmp.Security;

/// <summary>A user's keys at one engine.</summary>
internal sealed class LocalKeys : IDisposable
{
    private readonly byte[] _key;

    internal LocalKeys(SnmpUser user, byte[] engineId, byte[] authenticationKey, byte[] privacyKey)
    {
        User = user;
        _key = UsmPasswords.Localize(user.Authentication, authenticationKey, engineId);
        if (user.Privacy == SnmpPrivacy.None)
            return;
        var local = UsmPasswords.Localize(user.Authentication, privacyKey, engineId);
        Cipher = new UsmCipher(user.Privacy, UsmPasswords.Extend(user.Authentication, local, engineId, user.Privacy));
    }

    /// <summary>Whose they are.</summary>
    internal SnmpUser User { get; }

    /// <summary>With the key for encryption; null: there is none.</summary>
    internal UsmCipher? Cipher { get; }

    /// <summary>Signs a message.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="at">Where its signature goes; it must hold zeros.</param>
    internal void Sign(Span<byte> message, Range at) => UsmDigest.Sign(User.Authentication, _key, message, message[at]);

    /// <summary>Whether a message bears the right signature, whose place holds zeros afterwards. Takes as long whatever the signature is.</summary>
    internal bool Verify(Span<byte> message, Range at)
    {
        Span<byte> came = stackalloc byte[UsmDigest.MostLength];
        Span<byte> right = stackalloc byte[UsmDigest.MostLength];
        var length = UsmDigest.SignatureLength(User.Authentication);
        var place = message[at];
        if (length == 0 || place.Length != length)
            return false;
        place.CopyTo(came);
        place.Clear();
        UsmDigest.Sign(User.Authentication, _key, message, right[..length]);
        return CryptographicOperations.FixedTimeEquals(came[..length], right[..length]);
    }

    public void Dispose() => Cipher?.Dispose();
}
