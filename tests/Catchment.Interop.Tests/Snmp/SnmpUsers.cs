using Catchment.Protocols.Snmp;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>A user for each pair of protocols that Debian's net-snmp has.</summary>
internal static class SnmpUsers
{
    private static readonly (SnmpAuthentication Protocol, string Name)[] Authentications =
    [
        (SnmpAuthentication.Md5, "MD5"), (SnmpAuthentication.Sha1, "SHA"), (SnmpAuthentication.Sha224, "SHA-224"), (SnmpAuthentication.Sha256, "SHA-256"),
        (SnmpAuthentication.Sha384, "SHA-384"), (SnmpAuthentication.Sha512, "SHA-512"),
    ];

    private static readonly (SnmpPrivacy Protocol, string Name)[] Privacies =
        [(SnmpPrivacy.None, string.Empty), (SnmpPrivacy.Des, "DES"), (SnmpPrivacy.Aes128, "AES"), (SnmpPrivacy.Aes192, "AES-192"), (SnmpPrivacy.Aes256, "AES-256")];

    public static IEnumerable<SnmpUser> All { get; } =
    [
        .. from authentication in Authentications
           from privacy in Privacies
           select new SnmpUser
           {
               Name = $"{authentication.Protocol}{privacy.Protocol}",
               Authentication = authentication.Protocol,
               AuthenticationPassword = NetSnmp.AuthenticationPassword,
               Privacy = privacy.Protocol,
               PrivacyPassword = privacy.Protocol == SnmpPrivacy.None ? null : NetSnmp.PrivacyPassword,
           },
    ];

    /// <summary>Those that our agent has.</summary>
    public static IEnumerable<SnmpUser> Served { get; } = [.. All.Where(static user => user.Privacy != SnmpPrivacy.Des)];

    /// <summary>One of them.</summary>
    public static SnmpUser One { get; } = Served.First(static user => user is { Authentication: SnmpAuthentication.Sha256, Privacy: SnmpPrivacy.Aes128 });

    /// <summary>What makes a program of net-snmp this user.</summary>
    public static string[] Words(SnmpUser user) =>
    [
        "-v3", "-u", user.Name, "-l", user.Privacy == SnmpPrivacy.None ? "authNoPriv" : "authPriv", "-a", AuthenticationName(user), "-A", user.AuthenticationPassword!,
        .. user.Privacy == SnmpPrivacy.None ? (string[])[] : ["-x", PrivacyName(user), "-X", user.PrivacyPassword!],
    ];

    /// <summary>What makes a daemon of net-snmp know this user.</summary>
    public static string Line(SnmpUser user, string engine = "") =>
        $"createUser {engine}{user.Name} {AuthenticationName(user)} {user.AuthenticationPassword} {(user.Privacy == SnmpPrivacy.None ? string.Empty : $"{PrivacyName(user)} {user.PrivacyPassword}")}";

    private static string AuthenticationName(SnmpUser user) => Authentications.First(a => a.Protocol == user.Authentication).Name;

    private static string PrivacyName(SnmpUser user) => Privacies.First(p => p.Protocol == user.Privacy).Name;
}
