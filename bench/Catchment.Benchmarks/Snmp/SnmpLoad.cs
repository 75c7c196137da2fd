using Catchment.Protocols.Snmp;

namespace Catchment.Benchmarks.Snmp;

/// <summary>What is asked, again and again.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Version">In which version; v3 signed with SHA-1 and encrypted with AES-128.</param>
/// <param name="Oids">The variables of one request.</param>
internal sealed record SnmpLoad(string Name, SnmpVersion Version, IReadOnlyList<Oid> Oids)
{
    private static readonly Oid System = new(1, 3, 6, 1, 2, 1, 1);

    /// <summary>A user that both agents have.</summary>
    internal static SnmpUser User { get; } = new()
    {
        Name = "bench",
        Authentication = SnmpAuthentication.Sha1,
        AuthenticationPassword = "maplesyrup",
        Privacy = SnmpPrivacy.Aes128,
        PrivacyPassword = "mapletreesyrup",
    };

    /// <summary>All of them. Both agents have these variables, and keep them in memory.</summary>
    internal static IReadOnlyList<SnmpLoad> All { get; } =
    [
        new("v2c, 1 variable", SnmpVersion.V2c, [System.Append(4, 0)]),
        new("v2c, 6 variables", SnmpVersion.V2c, [.. new uint[] { 1, 2, 4, 5, 6, 7 }.Select(static n => System.Append(n, 0))]),
        new("v3, 1 variable", SnmpVersion.V3, [System.Append(4, 0)]),
    ];
}
