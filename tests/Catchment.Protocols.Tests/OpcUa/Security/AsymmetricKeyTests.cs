using System.Security.Cryptography;
using System.Text;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class AsymmetricKeyTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(SecurityVectors.Text("text"));

    [Fact]
    public void A_signature_is_the_one_that_OpenSSL_makes_with_the_same_key()
    {
        using var own = Own();
        var signature = new byte[own.Key.SignatureLength];

        own.Key.Sign(Text, signature);

        signature.ShouldBe(SecurityVectors.Bytes("signature"));
    }

    [Fact]
    public void A_signature_of_OpenSSL_is_verified_with_the_certificate_alone()
    {
        using var own = Own();
        using var peer = own.Leaf.OpenKey();

        peer.Verify(Text, SecurityVectors.Bytes("signature")).ShouldBeTrue();
    }

    [Fact]
    public void A_change_of_any_byte_of_what_is_signed_or_of_the_signature_is_found()
    {
        using var own = Own();
        using var peer = own.Leaf.OpenKey();
        var signature = SecurityVectors.Bytes("signature");

        for (var i = 0; i < Text.Length; i++)
            peer.Verify(Changed(Text, i), signature).ShouldBeFalse($"byte {i} of the text");
        for (var i = 0; i < signature.Length; i++)
            peer.Verify(Text, Changed(signature, i)).ShouldBeFalse($"byte {i} of the signature");
        peer.Verify(Text, signature.AsSpan(1)).ShouldBeFalse();
        peer.Verify(Text, [.. signature, 0]).ShouldBeFalse();
        peer.Verify(Text, []).ShouldBeFalse();
    }

    [Fact]
    public void What_OpenSSL_encrypted_is_decrypted()
    {
        using var own = Own();
        var plain = new byte[own.Key.PlainBlockLength];

        var length = own.Key.Decrypt(SecurityVectors.Bytes("oaep"), plain);

        plain[..length].ShouldBe(Text);
    }

    [Fact]
    public void Anything_that_is_encrypted_for_a_certificate_is_decrypted_with_its_key_also_in_place()
    {
        using var own = Own();
        using var peer = own.Leaf.OpenKey();

        Prop.ForAll(Gen.Choose(1, 700).ToArbitrary(), length =>
        {
            var plain = RandomNumberGenerator.GetBytes(length);
            var buffer = new byte[peer.EncryptedLength(length)];
            var written = peer.Encrypt(plain, buffer);
            var blocks = (length + 213) / 214;
            var decrypted = own.Key.Decrypt(buffer, buffer);
            return written == blocks * 256 && written == buffer.Length && decrypted == length && buffer.AsSpan(0, length).SequenceEqual(plain);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Theory]
    [InlineData(3072, 384, 342)]
    [InlineData(4096, 512, 470)]
    public void The_sizes_of_signatures_and_blocks_follow_from_the_key(int bits, int block, int plain)
    {
        using var rsa = SecurityVectors.PublicKey(bits);
        using var key = AsymmetricKey.FromPublicKey(rsa.ExportSubjectPublicKeyInfo());

        key.Bits.ShouldBe(bits);
        key.SignatureLength.ShouldBe(block);
        key.CipherBlockLength.ShouldBe(block);
        key.PlainBlockLength.ShouldBe(plain);
        key.EncryptedLength(plain + 1).ShouldBe(2 * block);
        key.Encrypt(new byte[plain], new byte[block]).ShouldBe(block);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2040)]
    [InlineData(4104)]
    public void A_key_that_is_too_short_or_too_long_is_refused(int bits)
    {
        using var rsa = bits > 4096 ? SecurityVectors.PublicKey(bits) : RSA.Create(bits);

        Should.Throw<OpcUaException>(() => AsymmetricKey.FromPublicKey(rsa.ExportSubjectPublicKeyInfo()))
            .Status.ShouldBe(StatusCodes.BadCertificatePolicyCheckFailed);
    }

    [Fact]
    public void What_cannot_be_decrypted_says_nothing_but_that()
    {
        using var own = Own();
        var cipher = SecurityVectors.Bytes("oaep");
        foreach (var bad in (byte[][])[[], [.. cipher, 0], cipher[1..], Changed(cipher, 0), Changed(cipher, 255), new byte[256], [.. Enumerable.Repeat((byte)0xFF, 256)]])
        {
            var refused = Should.Throw<OpcUaException>(() => own.Key.Decrypt(bad, new byte[512]));
            refused.Status.ShouldBe(StatusCodes.BadSecurityChecksFailed);
            refused.Message.ShouldBe("BadSecurityChecksFailed");
        }
    }

    [Fact]
    public void What_is_no_RSA_key_is_no_key()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Should.Throw<OpcUaException>(() => AsymmetricKey.FromPublicKey(curve.ExportSubjectPublicKeyInfo())).Status.ShouldBe(StatusCodes.BadCertificateInvalid);
        Should.Throw<OpcUaException>(() => AsymmetricKey.FromPublicKey([1, 2, 3])).Status.ShouldBe(StatusCodes.BadCertificateInvalid);
    }

    [Fact]
    public void Several_threads_use_one_key_at_once()
    {
        using var own = Own();
        var right = SecurityVectors.Bytes("signature");

        Parallel.For(0, 64, _ =>
        {
            var signature = new byte[256];
            own.Key.Sign(Text, signature);
            signature.ShouldBe(right);
            own.Key.Verify(Text, signature).ShouldBeTrue();
            var plain = new byte[256];
            own.Key.Decrypt(SecurityVectors.Bytes("oaep"), plain).ShouldBe(Text.Length);
        });
    }

    private static ApplicationCertificate Own() =>
        ApplicationCertificate.Load(SecurityVectors.PathOf("cert.pem"), SecurityVectors.PathOf("key.pem"));

    private static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 1;
        return changed;
    }
}
