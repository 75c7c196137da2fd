using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class CertificateValidatorTests
{
    private static readonly CertificateExpectation Client = new(IsServer: false);
    private static readonly CertificateExpectation Server = new(IsServer: true);

    [Fact]
    public void A_self_signed_certificate_that_is_trusted_is_good()
    {
        var application = TestIdentity.Application();

        Check(application.Sent(), trusted: [application]).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void A_certificate_is_good_if_its_authority_is_trusted()
    {
        var authority = TestIdentity.Authority();

        Check(TestIdentity.Application(authority).Sent(), trusted: [authority], lists: [authority.RevocationList()]).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void A_chain_is_completed_by_what_the_peer_sends_and_by_the_issuers_of_the_store()
    {
        var root = TestIdentity.Authority();
        var intermediate = TestIdentity.Authority("Intermediate", root);
        var application = TestIdentity.Application(intermediate);
        byte[][] lists = [root.RevocationList(), intermediate.RevocationList()];

        Check(application.Sent(intermediate), trusted: [root], lists: lists).ShouldBe(StatusCodes.Good);
        Check(application.Sent(), trusted: [root], issuers: [intermediate], lists: lists).ShouldBe(StatusCodes.Good);
        Check(application.Sent(root), trusted: [intermediate], lists: lists).ShouldBe(StatusCodes.Good);
        Check(application.Sent(intermediate, root), trusted: [application], lists: lists).ShouldBe(StatusCodes.Good);
        Check(application.Sent(root, intermediate), trusted: [root], lists: lists).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void A_chain_with_a_gap_is_incomplete()
    {
        var root = TestIdentity.Authority();
        var intermediate = TestIdentity.Authority("Intermediate", root);
        var application = TestIdentity.Application(intermediate);

        Check(application.Sent(), trusted: [root]).ShouldBe(StatusCodes.BadCertificateChainIncomplete);
        Check(application.Sent(intermediate), trusted: [intermediate]).ShouldBe(StatusCodes.BadCertificateChainIncomplete);
        Check(application.Sent(), trusted: [application]).ShouldBe(StatusCodes.BadCertificateChainIncomplete);
    }

    [Fact]
    public void Issuers_that_only_the_peer_brings_or_that_only_complete_chains_are_not_trusted()
    {
        var authority = TestIdentity.Authority();
        var application = TestIdentity.Application(authority);

        Check(application.Sent(authority)).ShouldBe(StatusCodes.BadCertificateUntrusted);
        Check(application.Sent(), issuers: [authority], lists: [authority.RevocationList()]).ShouldBe(StatusCodes.BadCertificateUntrusted);
        Check(TestIdentity.Application().Sent(), trusted: [TestIdentity.Application()]).ShouldBe(StatusCodes.BadCertificateUntrusted);
    }

    [Fact]
    public void A_signature_that_is_not_the_issuers_is_invalid()
    {
        var authority = TestIdentity.Authority();
        var forged = TestIdentity.Application(authority, c => c.SignedWith = TestIdentity.OtherKey);
        var own = TestIdentity.Application(change: c => c.SignedWith = TestIdentity.OtherKey);

        Check(forged.Sent(), trusted: [authority], lists: [authority.RevocationList()]).ShouldBe(StatusCodes.BadCertificateInvalid);
        Check(own.Sent(), trusted: [own]).ShouldBe(StatusCodes.BadCertificateInvalid);
    }

    [Fact]
    public void Of_two_authorities_with_one_name_the_one_that_has_signed_counts()
    {
        var former = TestIdentity.Authority(key: TestIdentity.OtherKey);
        var authority = TestIdentity.Authority();
        var application = TestIdentity.Application(authority);

        Check(application.Sent(former, authority), trusted: [authority], lists: [authority.RevocationList()]).ShouldBe(StatusCodes.Good);
        Check(application.Sent(authority), trusted: [former], lists: [authority.RevocationList()]).ShouldBe(StatusCodes.BadCertificateUntrusted);
    }

    [Fact]
    public void An_extension_that_must_be_understood_and_is_not_is_invalid_anywhere_in_the_chain()
    {
        var authority = TestIdentity.Authority(change: c => c.More.Add(new X509Extension("2.5.29.30", [0x30, 0x00], critical: true)));
        var application = TestIdentity.Application(change: c => c.More.Add(new X509Extension("1.2.3.4", [5, 0], critical: true)));

        Check(application.Sent(), trusted: [application]).ShouldBe(StatusCodes.BadCertificateInvalid);
        Check(TestIdentity.Application(authority).Sent(), trusted: [authority], lists: [authority.RevocationList()]).ShouldBe(StatusCodes.BadCertificateInvalid);
    }

    [Fact]
    public void A_chain_that_goes_round_or_is_too_long_is_incomplete()
    {
        var first = TestIdentity.Authority("First");
        var second = TestIdentity.Authority("Second", first);
        var round = TestIdentity.Authority("First", second, TestIdentity.AuthorityKey);
        List<TestIdentity> path = [TestIdentity.Authority("0")];
        for (var i = 1; i < 9; i++)
            path.Add(TestIdentity.Authority($"{i}", path[^1]));
        var lists = path.Select(a => a.RevocationList()).ToArray();

        Check(TestIdentity.Application(second).Sent(second, round), trusted: [second]).ShouldBe(StatusCodes.BadCertificateChainIncomplete);
        Check(TestIdentity.Application(path[6]).Sent([.. path]), trusted: [path[0]], lists: lists).ShouldBe(StatusCodes.Good);
        Check(TestIdentity.Application(path[7]).Sent([.. path]), trusted: [path[0]], lists: lists).ShouldBe(StatusCodes.BadCertificateChainIncomplete);
    }

    [Fact]
    public void Keys_and_algorithms_that_the_policy_does_not_allow_are_refused_even_if_trusted()
    {
        using var shortKey = RSA.Create(1024);
        using var longKey = SecurityVectors.PublicKey(4104);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var weakAuthority = TestIdentity.Authority(change: c => c.Hash = HashAlgorithmName.SHA1);
        var authority = TestIdentity.Authority();
        TestIdentity[] bad =
        [
            TestIdentity.Application(change: c => c.Key = shortKey),
            TestIdentity.Application(change: c => c.Hash = HashAlgorithmName.SHA1),
        ];

        foreach (var identity in bad)
            Check(identity.Sent(), trusted: [identity]).ShouldBe(StatusCodes.BadCertificatePolicyCheckFailed);
        Check(TestIdentity.Application(authority, c => c.Key = longKey).Sent(), trusted: [authority], lists: [authority.RevocationList()])
            .ShouldBe(StatusCodes.BadCertificatePolicyCheckFailed);
        Check(TestIdentity.Application(weakAuthority).Sent(), trusted: [weakAuthority], lists: [weakAuthority.RevocationList()])
            .ShouldBe(StatusCodes.BadCertificatePolicyCheckFailed);
        using var made = new CertificateRequest("CN=Curve", curve, HashAlgorithmName.SHA256).CreateSelfSigned(TestIdentity.Now, TestIdentity.Now.AddDays(1));
        Check(CertificateChain.Decode(made.RawData)).ShouldBe(StatusCodes.BadCertificatePolicyCheckFailed);
    }

    [Fact]
    public void A_certificate_that_is_not_valid_now_is_refused_and_so_is_one_of_its_issuers()
    {
        var early = TestIdentity.Application(change: c => c.NotBefore = TestIdentity.Now.AddSeconds(1));
        var late = TestIdentity.Application(change: c => c.NotAfter = TestIdentity.Now.AddSeconds(-1));
        var authority = TestIdentity.Authority(change: c => c.NotAfter = TestIdentity.Now.AddSeconds(-1));

        Check(early.Sent(), trusted: [early]).ShouldBe(StatusCodes.BadCertificateTimeInvalid);
        Check(late.Sent(), trusted: [late]).ShouldBe(StatusCodes.BadCertificateTimeInvalid);
        Check(TestIdentity.Application(authority).Sent(), trusted: [authority], lists: [authority.RevocationList()])
            .ShouldBe(StatusCodes.BadCertificateIssuerTimeInvalid);
    }

    [Fact]
    public void The_host_that_was_asked_for_has_to_be_named()
    {
        var server = TestIdentity.Application(change: c => (c.Hosts, c.Addresses) = (["plc.example"], [IPAddress.Parse("192.0.2.9")]));

        Check(server.Sent(), Server with { Host = "PLC.example" }, trusted: [server]).ShouldBe(StatusCodes.Good);
        Check(server.Sent(), Server with { Host = "192.0.2.9" }, trusted: [server]).ShouldBe(StatusCodes.Good);
        Check(server.Sent(), Server with { Host = "other.example" }, trusted: [server]).ShouldBe(StatusCodes.BadCertificateHostNameInvalid);
        Check(server.Sent(), Server with { Host = "192.0.2.10" }, trusted: [server]).ShouldBe(StatusCodes.BadCertificateHostNameInvalid);
    }

    [Fact]
    public void The_application_has_to_be_the_one_that_the_certificate_names()
    {
        var application = TestIdentity.Application();
        var nameless = TestIdentity.Application(change: c => (c.Uri, c.Hosts) = (null, ["gauge.example"]));

        Check(application.Sent(), Client with { ApplicationUri = TestIdentity.Uri }, trusted: [application]).ShouldBe(StatusCodes.Good);
        Check(application.Sent(), Client with { ApplicationUri = "urn:gauge:client" }, trusted: [application]).ShouldBe(StatusCodes.BadCertificateUriInvalid);
        Check(nameless.Sent(), Client with { ApplicationUri = TestIdentity.Uri }, trusted: [nameless]).ShouldBe(StatusCodes.BadCertificateUriInvalid);
    }

    [Fact]
    public void A_certificate_has_to_be_meant_for_what_it_is_used_for()
    {
        var client = TestIdentity.Application(change: c => c.Purposes = [TestCertificate.ClientAuthentication]);
        var any = TestIdentity.Application(change: c => c.Purposes = ["2.5.29.37.0"]);
        var free = TestIdentity.Application(change: c => (c.Purposes, c.KeyUsage) = (null, null));
        var signer = TestIdentity.Application(change: c => c.KeyUsage = X509KeyUsageFlags.DigitalSignature);
        var cipher = TestIdentity.Application(change: c => c.KeyUsage = X509KeyUsageFlags.DataEncipherment);

        Check(client.Sent(), Client, trusted: [client]).ShouldBe(StatusCodes.Good);
        Check(client.Sent(), Server, trusted: [client]).ShouldBe(StatusCodes.BadCertificateUseNotAllowed);
        Check(any.Sent(), Server, trusted: [any]).ShouldBe(StatusCodes.Good);
        Check(free.Sent(), Server, trusted: [free]).ShouldBe(StatusCodes.Good);
        Check(signer.Sent(), trusted: [signer]).ShouldBe(StatusCodes.BadCertificateUseNotAllowed);
        Check(cipher.Sent(), trusted: [cipher]).ShouldBe(StatusCodes.BadCertificateUseNotAllowed);
    }

    [Fact]
    public void Who_is_no_authority_issues_no_certificates_however_much_it_is_trusted()
    {
        var application = TestIdentity.Application(change: c => c.KeyUsage |= X509KeyUsageFlags.KeyCertSign);
        var forged = TestIdentity.Application(application, c => (c.Name, c.Key) = ("Forged", TestIdentity.OtherKey));
        var mute = TestIdentity.Authority(change: c => c.KeyUsage = X509KeyUsageFlags.CrlSign);
        var root = TestIdentity.Authority(change: c => c.PathLength = 0);
        var intermediate = TestIdentity.Authority("Intermediate", root);

        Check(forged.Sent(), trusted: [application]).ShouldBe(StatusCodes.BadCertificateIssuerUseNotAllowed);
        Check(TestIdentity.Application(mute).Sent(), trusted: [mute], lists: [mute.RevocationList()]).ShouldBe(StatusCodes.BadCertificateIssuerUseNotAllowed);
        Check(TestIdentity.Application(root).Sent(), trusted: [root], lists: [root.RevocationList()]).ShouldBe(StatusCodes.Good);
        Check(TestIdentity.Application(intermediate).Sent(intermediate), trusted: [root]).ShouldBe(StatusCodes.BadCertificateIssuerUseNotAllowed);
    }

    [Fact]
    public void What_the_platform_trusts_counts_for_nothing()
    {
        using var roots = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        roots.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        var known = roots.Certificates.Select(c => c.RawData).FirstOrDefault() ?? TestIdentity.Authority().Der;

        Check(CertificateChain.Decode(known)).IsBad.ShouldBeTrue();
    }

    private static StatusCode Check(
        CertificateChain chain,
        CertificateExpectation? expectation = null,
        TestIdentity[]? trusted = null,
        TestIdentity[]? issuers = null,
        byte[][]? lists = null)
    {
        var list = new TrustList(
            [.. (trusted ?? []).Select(t => new StoredItem<Certificate>(t.Certificate, "trusted"))],
            [.. (issuers ?? []).Select(i => new StoredItem<Certificate>(i.Certificate, "issuer"))],
            [.. (lists ?? []).Select(l => new StoredItem<RevocationList>(RevocationList.Decode(l), "list"))]);
        return new CertificateValidator(list, TestIdentity.Now, needsRevocationLists: true, trustsSelfSigned: false).Validate(chain, expectation ?? Client).Status;
    }
}
