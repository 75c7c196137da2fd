using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class RevocationTests
{
    private readonly TestIdentity _root = TestIdentity.Authority();
    private readonly TestIdentity _intermediate;
    private readonly TestIdentity _application;

    public RevocationTests()
    {
        _intermediate = TestIdentity.Authority("Intermediate", _root);
        _application = TestIdentity.Application(_intermediate);
    }

    [Fact]
    public void Each_authority_has_to_have_a_revocation_list()
    {
        Check([_root.RevocationList(), _intermediate.RevocationList()]).ShouldBe(StatusCodes.Good);
        Check([_root.RevocationList()]).ShouldBe(StatusCodes.BadCertificateRevocationUnknown);
        Check([_intermediate.RevocationList()]).ShouldBe(StatusCodes.BadCertificateIssuerRevocationUnknown);
        Check([], needsLists: false).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void A_list_that_is_out_of_date_proves_nothing()
    {
        var over = _intermediate.RevocationList(from: TestIdentity.Now.AddDays(-9), until: TestIdentity.Now.AddSeconds(-1));
        var early = _intermediate.RevocationList(from: TestIdentity.Now.AddSeconds(1));

        Check([_root.RevocationList(), over]).ShouldBe(StatusCodes.BadCertificateRevocationUnknown);
        Check([_root.RevocationList(), early]).ShouldBe(StatusCodes.BadCertificateRevocationUnknown);
        Check([_root.RevocationList(), over, _intermediate.RevocationList()]).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void Who_is_on_a_list_is_revoked_even_if_the_list_is_old_and_none_is_needed()
    {
        var list = _intermediate.RevocationList([TestIdentity.Application(_intermediate), _application]);
        var old = _intermediate.RevocationList([_application], TestIdentity.Now.AddDays(-9), TestIdentity.Now.AddDays(-8));

        Check([_root.RevocationList(), list]).ShouldBe(StatusCodes.BadCertificateRevoked);
        Check([list], needsLists: false).ShouldBe(StatusCodes.BadCertificateRevoked);
        Check([old], needsLists: false).ShouldBe(StatusCodes.BadCertificateRevoked);
        Check([_root.RevocationList(), _intermediate.RevocationList(), old]).ShouldBe(StatusCodes.BadCertificateRevoked);
    }

    [Fact]
    public void An_authority_that_is_revoked_takes_its_certificates_with_it()
    {
        Check([_root.RevocationList([_intermediate]), _intermediate.RevocationList()]).ShouldBe(StatusCodes.BadCertificateIssuerRevoked);
        Check([_root.RevocationList([_intermediate])], needsLists: false).ShouldBe(StatusCodes.BadCertificateIssuerRevoked);
    }

    [Fact]
    public void A_list_that_the_authority_has_not_signed_is_no_list_of_its()
    {
        var forged = _intermediate.RevocationList([_application], key: TestIdentity.OtherKey);

        Check([_root.RevocationList(), forged]).ShouldBe(StatusCodes.BadCertificateRevocationUnknown);
        Check([_root.RevocationList(), _intermediate.RevocationList(), forged]).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void An_authority_that_must_not_sign_lists_has_none()
    {
        var root = TestIdentity.Authority(change: c => c.KeyUsage = X509KeyUsageFlags.KeyCertSign);

        Check([root.RevocationList()], root, TestIdentity.Application(root)).ShouldBe(StatusCodes.BadCertificateRevocationUnknown);
    }

    [Fact]
    public void A_list_of_changes_or_of_a_part_is_not_taken_for_a_whole_one()
    {
        var list = WithCriticalExtension();

        Should.Throw<OpcUaException>(() => RevocationList.Decode(list)).Message.ShouldContain("2.5.29.28");
    }

    [Fact]
    public void A_list_and_certificates_of_OpenSSL_are_understood()
    {
        var authority = Read("authority.pem");
        var list = RevocationList.Decode(PemFile.Decode(File.ReadAllBytes(SecurityVectors.PathOf("authority.crl.pem")), "X509 CRL").Single());
        var trust = new TrustList([new(authority, "authority.pem")], [], [new(list, "authority.crl.pem")]);

        list.IsFrom(authority).ShouldBeTrue();
        list.IsFrom(authority).ShouldBeTrue();
        list.IsFrom(_root.Certificate).ShouldBeFalse();
        list.IsCurrentAt(TestIdentity.Now).ShouldBeTrue();
        list.IsCurrentAt(TestIdentity.Now.AddYears(90)).ShouldBeFalse();
        Check(trust, CertificateChain.Decode(Read("gauge.pem").RawData.Span)).ShouldBe(StatusCodes.Good);
        Check(trust, CertificateChain.Decode(Read("gauge-revoked.pem").RawData.Span)).ShouldBe(StatusCodes.BadCertificateRevoked);
    }

    private static Certificate Read(string file) =>
        Certificate.Decode(PemFile.Decode(File.ReadAllBytes(SecurityVectors.PathOf(file)), "CERTIFICATE").Single());

    private static StatusCode Check(TrustList trust, CertificateChain chain, bool needsLists = true) =>
        new CertificateValidator(trust, TestIdentity.Now, needsLists, trustsSelfSigned: false).Validate(chain, new CertificateExpectation(IsServer: false)).Status;

    // What the platform's builder does not make: an issuing distribution point, which is always critical.
    private static byte[] WithCriticalExtension()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                WriteAlgorithm(writer);
                writer.WriteEncodedValue(TestIdentity.Authority().Name.RawData);
                writer.WriteUtcTime(TestIdentity.Now.AddDays(-1));
                writer.WriteUtcTime(TestIdentity.Now.AddDays(1));
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("2.5.29.28");
                    writer.WriteBoolean(true);
                    writer.WriteOctetString([0x30, 0x00]);
                }
            }

            WriteAlgorithm(writer);
            writer.WriteBitString(new byte[256]);
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.1.11");
            writer.WriteNull();
        }
    }

    private StatusCode Check(byte[][] lists, bool needsLists = true) => Check(lists, _root, _application, needsLists);

    private StatusCode Check(byte[][] lists, TestIdentity root, TestIdentity application, bool needsLists = true) => Check(
        new TrustList(
            [new(root.Certificate, "root")],
            [],
            [.. lists.Select(l => new StoredItem<RevocationList>(RevocationList.Decode(l), "list"))]),
        application.Sent(_intermediate),
        needsLists);
}
