using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class CertificateTests
{
    private static readonly byte[] Der = File.ReadAllBytes(SecurityVectors.PathOf("cert.der"));

    [Fact]
    public void A_certificate_of_OpenSSL_says_what_it_was_made_to_say()
    {
        var certificate = Certificate.Decode(Der);

        certificate.ThumbprintText.ShouldBe(SecurityVectors.Text("thumbprint"));
        certificate.Thumbprint.Length.ShouldBe(20);
        certificate.SerialNumber.ToArray().ShouldBe([0x4B, 0xE1]);
        certificate.SignatureAlgorithm.ShouldBe("1.2.840.113549.1.1.11");
        certificate.KeyBits.ShouldBe(2048);
        certificate.IsSelfIssued.ShouldBeTrue();
        certificate.SubjectText.ShouldContain("Vector");
        certificate.SubjectText.ShouldContain("lab.example");
        certificate.ApplicationUri.ShouldBe("urn:lab.example:Vector");
        certificate.Extensions.DnsNames.ShouldBe(["lab.example", "other.example"]);
        certificate.Extensions.Addresses.ShouldBe([IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")]);
        certificate.Extensions.Purposes.ShouldBe([TestCertificate.ServerAuthentication, TestCertificate.ClientAuthentication]);
        certificate.Extensions.IsAuthority.ShouldBeFalse();
        certificate.Extensions.PathLength.ShouldBeNull();
        certificate.Extensions.NotUnderstood.ShouldBeNull();
        certificate.Extensions.KeyUsage.ShouldBe(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment
            | X509KeyUsageFlags.DataEncipherment | X509KeyUsageFlags.KeyCertSign);
        certificate.Extensions.SubjectKeyId!.Value.Length.ShouldBe(20);
    }

    [Fact]
    public void What_is_read_is_what_the_platform_reads()
    {
        var authority = TestIdentity.Authority(change: c => c.PathLength = 3);
        foreach (var identity in (TestIdentity[])[authority, TestIdentity.Application(authority), TestIdentity.Application(change: c => c.Hash = HashAlgorithmName.SHA512)])
        {
            var certificate = identity.Certificate;
            using var platform = X509CertificateLoader.LoadCertificate(identity.Der);

            certificate.ThumbprintText.ShouldBe(platform.Thumbprint);
            certificate.SubjectText.ShouldBe(platform.Subject);
            certificate.Subject.ToArray().ShouldBe(platform.SubjectName.RawData);
            certificate.Issuer.ToArray().ShouldBe(platform.IssuerName.RawData);
            certificate.NotBefore.UtcDateTime.ShouldBe(platform.NotBefore.ToUniversalTime());
            certificate.NotAfter.UtcDateTime.ShouldBe(platform.NotAfter.ToUniversalTime());
            certificate.SerialNumber.ToArray().ShouldBe(platform.SerialNumberBytes.ToArray());
            certificate.SignatureAlgorithm.ShouldBe(platform.SignatureAlgorithm.Value);
            certificate.PublicKey.ToArray().ShouldBe(platform.PublicKey.ExportSubjectPublicKeyInfo());
            certificate.Extensions.KeyUsage.ShouldBe(platform.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
            var constraints = platform.Extensions.OfType<X509BasicConstraintsExtension>().Single();
            certificate.Extensions.IsAuthority.ShouldBe(constraints.CertificateAuthority);
            certificate.Extensions.PathLength.ShouldBe(constraints.HasPathLengthConstraint ? constraints.PathLengthConstraint : null);
        }
    }

    [Theory]
    [InlineData("lab.example", true)]
    [InlineData("LAB.Example", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("2001:DB8:0::7", true)]
    [InlineData("192.0.2.8", false)]
    [InlineData("example", false)]
    [InlineData("", false)]
    public void A_certificate_names_its_hosts(string host, bool isNamed) => Certificate.Decode(Der).NamesHost(host).ShouldBe(isNamed);

    [Fact]
    public void Times_from_2050_on_are_read()
    {
        var certificate = TestIdentity.Application(change: c => c.NotAfter = new DateTimeOffset(2061, 2, 3, 4, 5, 6, TimeSpan.Zero)).Certificate;

        certificate.NotAfter.ShouldBe(new DateTimeOffset(2061, 2, 3, 4, 5, 6, TimeSpan.Zero));
        certificate.IsValidAt(certificate.NotAfter).ShouldBeTrue();
        certificate.IsValidAt(certificate.NotAfter.AddSeconds(1)).ShouldBeFalse();
        certificate.IsValidAt(certificate.NotBefore).ShouldBeTrue();
        certificate.IsValidAt(certificate.NotBefore.AddSeconds(-1)).ShouldBeFalse();
    }

    [Fact]
    public void A_name_with_line_breaks_is_one_line_for_people()
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName("good\r\n2030-05-01 INFO all is well\u0007\u202E\u2028" + new string('x', 300));
        var request = new CertificateRequest(name.Build(), TestIdentity.ApplicationKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(TestIdentity.Now, TestIdentity.Now.AddDays(1));

        var text = Certificate.Decode(made.RawData).SubjectText;

        text.ShouldContain("good??2030");
        text.Length.ShouldBe(200);
        text.ShouldNotContain("\n");
        text.ShouldContain("all is well???xxx");
    }

    [Fact]
    public void A_critical_extension_that_is_not_known_is_noted_and_one_that_is_not_critical_is_not()
    {
        var certificate = TestIdentity.Application(change: c =>
        {
            c.More.Add(new X509Extension("1.2.3.4", [5, 0], critical: false));
            c.More.Add(new X509Extension("1.2.3.5", [5, 0], critical: true));
        }).Certificate;

        certificate.Extensions.NotUnderstood.ShouldBe("1.2.3.5");
    }

    [Fact]
    public void A_certificate_without_an_RSA_key_is_read_and_has_no_key_to_open()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Curve", curve, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TestIdentity.Now, TestIdentity.Now.AddDays(1));

        var certificate = Certificate.Decode(made.RawData);

        certificate.KeyBits.ShouldBe(0);
        certificate.ApplicationUri.ShouldBeNull();
        certificate.Extensions.KeyUsage.ShouldBeNull();
        certificate.Extensions.Purposes.ShouldBeNull();
        Should.Throw<OpcUaException>(certificate.OpenKey).Status.ShouldBe(StatusCodes.BadCertificateInvalid);
    }

    [Fact]
    public void A_key_whose_numbers_make_no_key_is_refused()
    {
        ReadOnlySpan<byte> exponent = [0x02, 0x03, 0x01, 0x00, 0x01];
        var index = Der.AsSpan().IndexOf(exponent);
        index.ShouldBeGreaterThan(0);
        byte[] changed = [.. Der];

        // 65,536 is even.
        changed[index + 4] = 0;

        Should.Throw<OpcUaException>(() => Certificate.Decode(changed)).Status.ShouldBe(StatusCodes.BadCertificateInvalid);
    }

    [Fact]
    public void A_chain_is_one_certificate_after_another_and_the_first_is_its_owners()
    {
        var authority = TestIdentity.Authority();
        var application = TestIdentity.Application(authority);

        var chain = application.Sent(authority);

        chain.Leaf.IsSameAs(application.Certificate).ShouldBeTrue();
        chain.Issuers.Single().IsSameAs(authority.Certificate).ShouldBeTrue();
        application.Sent().Issuers.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_no_chain_is_refused()
    {
        Refused([]);
        Refused([0x30]);
        Refused([0x30, 0x00]);
        Refused([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]);
        Refused([.. Der, 0]);
        Refused([.. Der, .. Der[..^1]]);
        Refused(Der[..^1]);
        Refused([.. Enumerable.Repeat(Der, 11).SelectMany(d => d)]);
        Refused(new byte[CertificateChain.MaxLength + 1]);
        Refused(File.ReadAllBytes(SecurityVectors.PathOf("cert.pem")));
        CertificateChain.Decode([.. Enumerable.Repeat(Der, 10).SelectMany(d => d)]).Issuers.Count.ShouldBe(9);
    }

    private static void Refused(byte[] sent) =>
        Should.Throw<OpcUaException>(() => CertificateChain.Decode(sent)).Status.ShouldBe(StatusCodes.BadCertificateInvalid);
}
