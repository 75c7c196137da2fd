using System.Text;

namespace Catchment.Protocols.Snmp.Security;

/// <summary>A user's keys. What its passwords give is computed once, and then once for each engine.</summary>
internal sealed class UserKeys : IDisposable
{
    private readonly SnmpUser _user;
    private readonly Lazy<byte[]> _authentication;
    private readonly Lazy<byte[]> _privacy;
    private LocalKeys? _local;
    private byte[] _engineId = [];

    /// <summary>Checks the user.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: the user cannot be one.</exception>
    internal UserKeys(SnmpUser user)
    {
        if (Encoding.UTF8.GetByteCount(user.Name) is 0 or > 32)
            throw new SnmpException(SnmpFault.Invalid, $"the user name '{user.Name}' must have 1 to 32 bytes");
        if (user.Authentication == SnmpAuthentication.None && user.Privacy != SnmpPrivacy.None)
            throw new SnmpException(SnmpFault.Invalid, $"user {user.Name}: privacy needs authentication");
        if (user.Authentication != SnmpAuthentication.None)
            Check(user, user.AuthenticationPassword, "authentication");
        if (user.Privacy != SnmpPrivacy.None)
            Check(user, user.PrivacyPassword, "privacy");
        _user = user;
        _authentication = new Lazy<byte[]>(() => UsmPasswords.Key(user.Authentication, user.AuthenticationPassword!));
        _privacy = user.PrivacyPassword == user.AuthenticationPassword
            ? _authentication
            : new Lazy<byte[]>(() => UsmPasswords.Key(user.Authentication, user.PrivacyPassword!));
    }

    /// <summary>The keys at an engine; null for a user without any. Not for several threads at once.</summary>
    internal LocalKeys? At(ReadOnlySpan<byte> engineId)
    {
        if (_user.Authentication == SnmpAuthentication.None)
            return null;
        if (_local is not null && engineId.SequenceEqual(_engineId))
            return _local;
        _local?.Dispose();
        _engineId = engineId.ToArray();
        return _local = new LocalKeys(_user, _engineId, _authentication.Value, _user.Privacy == SnmpPrivacy.None ? [] : _privacy.Value);
    }

    public void Dispose() => _local?.Dispose();

    private static void Check(SnmpUser user, string? password, string what)
    {
        if (password is null || Encoding.UTF8.GetByteCount(password) < SnmpUser.LeastPassword)
            throw new SnmpException(SnmpFault.Invalid, $"user {user.Name}: the {what} password must have at least {SnmpUser.LeastPassword} characters");
    }
}
