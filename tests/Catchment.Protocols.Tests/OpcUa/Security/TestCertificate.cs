using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Catchment.Protocols.Tests.OpcUa.Security;

/// <summary>What a test's certificate says.</summary>
internal sealed class TestCertificate
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public required string Name { get; set; }

    public required RSA Key { get; set; }

    /// <summary>Another key than the issuer's, for a signature that is wrong.</summary>
    public RSA? SignedWith { get; set; }

    public HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

    public DateTimeOffset NotBefore { get; set; } = TestIdentity.Now.AddYears(-1);

    public DateTimeOffset NotAfter { get; set; } = TestIdentity.Now.AddYears(1);

    public bool IsAuthority { get; set; }

    public int? PathLength { get; set; }

    public X509KeyUsageFlags? KeyUsage { get; set; }

    public string[]? Purposes { get; set; } = [ServerAuthentication, ClientAuthentication];

    public string? Uri { get; set; }

    public string[] Hosts { get; set; } = [];

    public IPAddress[] Addresses { get; set; } = [];

    public List<X509Extension> More { get; } = [];
}
