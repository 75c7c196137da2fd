using System.Security.Cryptography;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class CertificateFuzzTests
{
    private static readonly int Rounds = Fuzzing.Rounds(5_000, 200_000);

    [Fact]
    public void Random_bytes_are_no_certificate_and_break_nothing()
    {
        var random = new Random(20260611);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            if (bytes.Length > 4 && round % 2 == 0)
                (bytes[0], bytes[1], bytes[2], bytes[3]) = (0x30, 0x82, (byte)((bytes.Length - 4) >> 8), (byte)(bytes.Length - 4));

            Should.Throw<OpcUaException>(() => CertificateChain.Decode(bytes)).Status.ShouldBe(StatusCodes.BadCertificateInvalid);
            Should.Throw<OpcUaException>(() => RevocationList.Decode(bytes)).Status.ShouldBe(StatusCodes.BadDecodingError);
        }
    }

    [Fact]
    public void A_certificate_that_was_changed_is_refused_with_a_documented_code()
    {
        var authority = TestIdentity.Authority();
        var application = TestIdentity.Application(authority, c => c.Hosts = ["gauge.example"]);
        var list = new TrustList(
            [new(authority.Certificate, "authority")], [], [new(RevocationList.Decode(authority.RevocationList()), "list")]);
        Validate(list, application.Sent()).ShouldBe(StatusCodes.Good);
        var random = new Random(20260612);
        var read = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var changed = Changed(application.Der, random);
            if (changed.AsSpan().SequenceEqual(application.Der))
                continue;
            var status = Decided(list, changed);
            status.IsBad.ShouldBeTrue($"round {round}");
            if (status != StatusCodes.BadCertificateInvalid)
                read++;
        }

        read.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_self_signed_certificate_that_was_changed_is_not_taken_even_if_strangers_are()
    {
        var application = TestIdentity.Application();
        var nobody = new TrustList([], [], []);
        Validate(nobody, application.Sent(), trustsSelfSigned: true).ShouldBe(StatusCodes.Good);
        var random = new Random(20260613);
        for (var round = 0; round < Rounds; round++)
        {
            var changed = Changed(application.Der, random);
            if (!changed.AsSpan().SequenceEqual(application.Der))
                Decided(nobody, changed, trustsSelfSigned: true).IsBad.ShouldBeTrue($"round {round}");
        }
    }

    [Fact]
    public void A_revocation_list_that_was_changed_is_refused_or_not_believed()
    {
        var authority = TestIdentity.Authority();
        var der = authority.RevocationList([TestIdentity.Application(authority), TestIdentity.Application(authority)]);
        RevocationList.Decode(der).IsFrom(authority.Certificate).ShouldBeTrue();
        var random = new Random(20260614);
        for (var round = 0; round < Rounds; round++)
        {
            var changed = Changed(der, random);
            if (changed.AsSpan().SequenceEqual(der))
                continue;
            try
            {
                RevocationList.Decode(changed).IsFrom(authority.Certificate).ShouldBeFalse($"round {round}");
            }
            catch (OpcUaException e)
            {
                e.Status.ShouldBe(StatusCodes.BadDecodingError);
            }
        }
    }

    [Fact]
    public void A_key_out_of_a_certificate_that_was_changed_verifies_and_encrypts_or_says_why_not()
    {
        var application = TestIdentity.Application();
        var random = new Random(20260615);
        var data = RandomNumberGenerator.GetBytes(64);
        for (var round = 0; round < Rounds / 10; round++)
        {
            var changed = application.Der;
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                using var key = Certificate.Decode(changed).OpenKey();
                key.Verify(data, new byte[key.SignatureLength]).ShouldBeFalse();
                key.Encrypt(data, new byte[key.EncryptedLength(data.Length)]).ShouldBe(key.CipherBlockLength);
            }
            catch (OpcUaException e)
            {
                new[] { StatusCodes.BadCertificateInvalid, StatusCodes.BadCertificatePolicyCheckFailed, StatusCodes.BadSecurityChecksFailed }.ShouldContain(e.Status);
            }
        }
    }

    private static StatusCode Decided(TrustList list, byte[] sent, bool trustsSelfSigned = false)
    {
        CertificateChain chain;
        try
        {
            chain = CertificateChain.Decode(sent);
        }
        catch (OpcUaException e)
        {
            return e.Status;
        }

        _ = chain.Leaf.SubjectText;
        return Validate(list, chain, trustsSelfSigned);
    }

    private static StatusCode Validate(TrustList list, CertificateChain chain, bool trustsSelfSigned = false) =>
        new CertificateValidator(list, TestIdentity.Now, needsRevocationLists: true, trustsSelfSigned).Validate(chain, new CertificateExpectation(IsServer: false)).Status;

    // Bytes that change, bits that flip, pieces that vanish, double or move.
    private static byte[] Changed(byte[] bytes, Random random)
    {
        List<byte> changed = [.. bytes];
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(changed.Count);
            var length = random.Next(1, Math.Min(16, changed.Count - at) + 1);
            switch (random.Next(5))
            {
                case 0:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 1:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when changed.Count > length + 1:
                    changed.RemoveRange(at, length);
                    break;
                case 3:
                    changed.InsertRange(random.Next(changed.Count), changed.GetRange(at, length));
                    break;
                default:
                    changed[at] = random.Next(2) == 0 ? (byte)0x30 : (byte)0x80;
                    break;
            }
        }

        return [.. changed];
    }
}
