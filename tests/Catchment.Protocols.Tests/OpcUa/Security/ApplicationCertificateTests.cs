using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class ApplicationCertificateTests : IDisposable
{
    private static readonly ApplicationCertificateRequest Request = new()
    {
        ApplicationUri = "urn:Data1:Catchment",
        CommonName = "Catchment at data1",
        Organization = "Observatory",
        Hosts = ["data1.example", "192.0.2.5", "2001:db8::5"],
    };

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogger _log = new();
    private readonly ManualTime _time = new(TestIdentity.Now.UtcDateTime);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_certificate_is_made_when_there_is_none_and_kept()
    {
        using var own = Store().OpenOwn(Request);
        using var again = Store().OpenOwn(Request);

        again.Thumbprint.ShouldBe(own.Thumbprint);
        again.RawData.ToArray().ShouldBe(File.ReadAllBytes(_folder["own/cert.der"]));
        own.Chain.ToArray().ShouldBe(own.RawData.ToArray());
        own.ApplicationUri.ShouldBe("urn:Data1:Catchment");
        own.NotBefore.ShouldBe(TestIdentity.Now.AddDays(-1));
        own.NotAfter.ShouldBe(TestIdentity.Now.AddDays(3652));
        own.Subject.ShouldBe("CN=Catchment at data1, O=Observatory, DC=data1.example");
        Store().List().Single().ShouldBe(new CertificateEntry(
            own.Thumbprint, CertificateState.Own, own.Subject, own.ApplicationUri, own.NotBefore, own.NotAfter, _folder["own/cert.der"]));
        _log.Lines.Count(l => l.Contains("made an own certificate")).ShouldBe(1);
    }

    [Fact]
    public void A_certificate_that_is_made_says_what_the_standard_wants_and_peers_take_it()
    {
        using var own = Store().OpenOwn(Request);
        using var platform = X509CertificateLoader.LoadCertificate(own.RawData.Span);
        var extensions = own.Leaf.Extensions;

        extensions.Uris.ShouldBe(["urn:Data1:Catchment"]);
        extensions.DnsNames.ShouldBe(["data1.example"]);
        extensions.Addresses.Select(a => a.ToString()).ShouldBe(["192.0.2.5", "2001:db8::5"]);
        extensions.Purposes.ShouldBe([TestCertificate.ServerAuthentication, TestCertificate.ClientAuthentication]);
        extensions.IsAuthority.ShouldBeFalse();
        extensions.IssuerKeyId!.Value.ToArray().ShouldBe(extensions.SubjectKeyId!.Value.ToArray());
        extensions.KeyUsage.ShouldBe(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment
            | X509KeyUsageFlags.DataEncipherment | X509KeyUsageFlags.KeyCertSign);
        own.Leaf.KeyBits.ShouldBe(2048);
        own.Leaf.SerialNumber.Length.ShouldBe(16);
        platform.SignatureAlgorithm.FriendlyName.ShouldBe("sha256RSA");
        platform.MatchesHostname("data1.example").ShouldBeTrue();
        foreach (var isServer in (bool[])[true, false])
        {
            new CertificateValidator(new TrustList([new(own.Leaf, "own")], [], []), TestIdentity.Now, needsRevocationLists: true, trustsSelfSigned: false)
                .Validate(CertificateChain.Decode(own.Chain.Span), new CertificateExpectation(isServer) { ApplicationUri = Request.ApplicationUri })
                .Status.ShouldBe(StatusCodes.Good);
        }
    }

    [Fact]
    public void Nobody_but_the_owner_reads_the_key()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var own = Store().OpenOwn(Request);

        File.GetUnixFileMode(_folder["own/private/key.pem"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(_folder["own/private"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.GetFiles(_folder.FullPath, "*", SearchOption.AllDirectories)
            .ShouldBe([_folder["own/cert.der"], _folder["own/private/key.pem"]], ignoreOrder: true);
    }

    [Fact]
    public void What_was_left_behind_half_written_does_not_lend_its_mode()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_folder["own/private"]);
        File.WriteAllText(_folder["own/private/.key.pem.tmp"], "half a key");

        using var own = Store().OpenOwn(Request);

        File.GetUnixFileMode(_folder["own/private/key.pem"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Exists(_folder["own/private/.key.pem.tmp"]).ShouldBeFalse();
    }

    [Fact]
    public void A_key_without_a_certificate_gets_one_and_a_certificate_without_a_key_is_told_of()
    {
        using var first = Store().OpenOwn(Request);
        File.Delete(_folder["own/cert.der"]);

        using var second = Store().OpenOwn(Request);

        second.Thumbprint.ShouldNotBe(first.Thumbprint);
        second.Leaf.PublicKey.ToArray().ShouldBe(first.Leaf.PublicKey.ToArray());
        File.Delete(_folder["own/private/key.pem"]);
        var refused = Should.Throw<OpcUaException>(() => Store().OpenOwn(Request));
        refused.Status.ShouldBe(StatusCodes.BadConfigurationError);
        refused.Message.ShouldContain("key.pem");
    }

    [Fact]
    public void A_certificate_of_another_application_is_not_used()
    {
        using var own = Store().OpenOwn(Request);

        var refused = Should.Throw<OpcUaException>(() => Store().OpenOwn(Request with { ApplicationUri = "urn:data1:Catchment" }));

        refused.Status.ShouldBe(StatusCodes.BadCertificateUriInvalid);
        refused.Message.ShouldContain("urn:Data1:Catchment");
    }

    [Fact]
    public void An_own_certificate_that_is_over_is_told_of()
    {
        using var own = Store().OpenOwn(Request);
        _time.Advance(TimeSpan.FromDays(3653));

        using var late = Store().OpenOwn(Request);

        _log.Lines.ShouldContain(l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("peers will refuse it"));
    }

    [Fact]
    public void What_cannot_be_said_in_a_certificate_is_a_mistake_in_the_configuration()
    {
        Should.Throw<OpcUaException>(() => Store().OpenOwn(Request with { Hosts = ["møre"] })).Status.ShouldBe(StatusCodes.BadConfigurationError);
        File.WriteAllText(_folder["file"], string.Empty);
        Should.Throw<OpcUaException>(() => new CertificateStore(_folder["file"]).OpenOwn(Request)).Status.ShouldBe(StatusCodes.BadConfigurationError);
    }

    [Theory]
    [InlineData("cert.pem", "key.pem", null)]
    [InlineData("cert.der", "key.der", null)]
    [InlineData("cert.pem", "key-pkcs1.pem", null)]
    [InlineData("cert.der", "key-encrypted.pem", "catch")]
    [InlineData("own.pfx", null, "catch")]
    public void A_given_certificate_and_key_are_read_in_any_usual_form(string certificateFile, string? keyFile, string? password)
    {
        using var own = ApplicationCertificate.Load(
            SecurityVectors.PathOf(certificateFile), keyFile is null ? null : SecurityVectors.PathOf(keyFile), password);

        own.Thumbprint.ShouldBe(SecurityVectors.Text("thumbprint"));
        Signs(own).ShouldBeTrue();
    }

    [Fact]
    public void Certificate_issuers_and_key_may_stand_in_one_file()
    {
        var authority = TestIdentity.Authority();
        var application = TestIdentity.Application(authority);
        File.WriteAllText(
            _folder["all.pem"],
            $"{application.Key.ExportPkcs8PrivateKeyPem()}\n{PemEncoding.WriteString("CERTIFICATE", application.Der)}\n{PemEncoding.WriteString("CERTIFICATE", authority.Der)}\n");

        using var own = ApplicationCertificate.Load(_folder["all.pem"]);

        own.Chain.ToArray().ShouldBe([.. application.Der, .. authority.Der]);
        own.RawData.ToArray().ShouldBe(application.Der);
        Signs(own).ShouldBeTrue();
    }

    [Fact]
    public void Files_that_do_not_fit_are_told_of_by_name()
    {
        File.WriteAllText(_folder["other.pem"], TestIdentity.OtherKey.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_folder["empty"], string.Empty);
        File.WriteAllBytes(_folder["rubbish"], [0x30, 0x03, 1, 2, 3]);
        using var shortKey = RSA.Create(1024);
        File.WriteAllText(_folder["short.pem"], $"{shortKey.ExportPkcs8PrivateKeyPem()}\n{PemEncoding.WriteString("CERTIFICATE", TestIdentity.Application(change: c => c.Key = shortKey).Der)}");
        var certificate = SecurityVectors.PathOf("cert.pem");

        Refused(certificate, _folder["other.pem"], null, "other.pem");
        Refused(certificate, null, null, "cert.pem");
        Refused(certificate, _folder["nowhere"], null, "nowhere");
        Refused(certificate, _folder["empty"], null, "empty");
        Refused(certificate, _folder["rubbish"], null, "rubbish");
        Refused(certificate, SecurityVectors.PathOf("key-encrypted.pem"), null, "password");
        Refused(certificate, SecurityVectors.PathOf("key-encrypted.pem"), "wrong", "key-encrypted.pem");
        Refused(_folder["nowhere"], null, null, "nowhere");
        Refused(_folder["empty"], null, null, "empty");
        Refused(_folder["rubbish"], null, null, "rubbish");
        Refused(SecurityVectors.PathOf("own.pfx"), null, "wrong", "own.pfx");
        Refused(_folder["short.pem"], null, null, "1024");
    }

    private static void Refused(string certificateFile, string? keyFile, string? password, string named) =>
        Should.Throw<OpcUaException>(() => ApplicationCertificate.Load(certificateFile, keyFile, password)).Message.ShouldContain(named);

    private static bool Signs(ApplicationCertificate own)
    {
        var data = Encoding.ASCII.GetBytes("signed");
        var signature = new byte[own.Key.SignatureLength];
        own.Key.Sign(data, signature);
        using var peer = own.Leaf.OpenKey();
        return peer.Verify(data, signature);
    }

    private CertificateStore Store() => new(_folder.FullPath, new CertificateStoreOptions { Time = _time }, _log);
}
