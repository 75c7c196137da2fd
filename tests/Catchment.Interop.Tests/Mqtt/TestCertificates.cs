using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Catchment.Interop.Tests.Mqtt;

/// <summary>An authority, a broker's certificate for <c>localhost</c> (and for no address), and a client's, as PEM files.</summary>
internal sealed class TestCertificates
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder;

    public TestCertificates(string folder)
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        using var authority = request.CreateSelfSigned(From, To);
        File.WriteAllText(CaFile, authority.ExportCertificatePem());
        Issue(authority, "localhost", ServerFile, ServerKeyFile, 2);
        Issue(authority, "client", ClientFile, ClientKeyFile, 3);

        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = new CertificateRequest("CN=another authority", otherKey, HashAlgorithmName.SHA256).CreateSelfSigned(From, To);
        File.WriteAllText(OtherCaFile, other.ExportCertificatePem());
    }

    public string CaFile => Path.Combine(_folder, "ca.pem");

    public string OtherCaFile => Path.Combine(_folder, "other-ca.pem");

    public string ServerFile => Path.Combine(_folder, "server.pem");

    public string ServerKeyFile => Path.Combine(_folder, "server.key");

    public string ClientFile => Path.Combine(_folder, "client.pem");

    public string ClientKeyFile => Path.Combine(_folder, "client.key");

    private static void Issue(X509Certificate2 authority, string name, string file, string keyFile, byte serial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, From, To.AddDays(-1), [serial]);
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }
}
