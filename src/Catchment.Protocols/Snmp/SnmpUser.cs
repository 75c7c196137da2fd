namespace Catchment.Protocols.Snmp;

/// <summary>A user of v3 with what it proves itself with. Source: RFC 3414, 2.1.</summary>
public sealed record SnmpUser
{
    /// <summary>The fewest characters of a password. Source: RFC 3414, 11.2.</summary>
    public const int LeastPassword = 8;

    /// <summary>The name: 1 to 32 bytes of UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>How its messages are signed.</summary>
    public SnmpAuthentication Authentication { get; init; }

    /// <summary>The password of the signature; at least <see cref="LeastPassword"/> bytes of UTF-8 when it signs.</summary>
    public string? AuthenticationPassword { get; init; }

    /// <summary>How its messages are encrypted; only with a signature.</summary>
    public SnmpPrivacy Privacy { get; init; }

    /// <summary>The password of the encryption; at least <see cref="LeastPassword"/> bytes of UTF-8 when it encrypts.</summary>
    public string? PrivacyPassword { get; init; }

    /// <summary>The best protection that it has.</summary>
    public SnmpSecurityLevel Level =>
        Privacy != SnmpPrivacy.None ? SnmpSecurityLevel.AuthPriv
        : Authentication != SnmpAuthentication.None ? SnmpSecurityLevel.AuthNoPriv
        : SnmpSecurityLevel.NoAuthNoPriv;

    /// <summary>The name and how it is protected, without the passwords.</summary>
    public override string ToString() => $"{Name} ({Authentication}, {Privacy})";
}
