using System.Security.Cryptography;
using System.Text;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class SymmetricKeysTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(SecurityVectors.Text("text"));
    private static readonly byte[] ClientNonce = SecurityVectors.Bytes("clientNonce");
    private static readonly byte[] ServerNonce = SecurityVectors.Bytes("serverNonce");

    [Fact]
    public void The_key_material_of_both_directions_is_the_one_that_OpenSSL_derives()
    {
        var client = new byte[80];
        var server = new byte[80];

        SymmetricKeys.Expand(ServerNonce, ClientNonce, client);
        SymmetricKeys.Expand(ClientNonce, ServerNonce, server);

        client.ShouldBe(SecurityVectors.Bytes("clientKeys"));
        server.ShouldBe(SecurityVectors.Bytes("serverKeys"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(79)]
    public void Less_key_material_is_the_beginning_of_more(int length)
    {
        var output = new byte[length];

        SymmetricKeys.Expand(ServerNonce, ClientNonce, output);

        output.ShouldBe(SecurityVectors.Bytes("clientKeys")[..length]);
    }

    [Fact]
    public void A_client_signs_and_encrypts_as_OpenSSL_does()
    {
        using var keys = SymmetricKeys.OfClient(ClientNonce, ServerNonce);
        var signature = new byte[SymmetricKeys.SignatureLength];
        var data = Text[..32];

        keys.Sign(Text, signature);
        keys.Encrypt(data);

        signature.ShouldBe(SecurityVectors.Bytes("clientSignature"));
        data.ShouldBe(SecurityVectors.Bytes("clientEncryptedFirst32"));
        keys.Verify(Text, signature).ShouldBeTrue();
        keys.Decrypt(data);
        data.ShouldBe(Text[..32]);
    }

    [Fact]
    public void A_server_uses_the_keys_of_its_own_direction()
    {
        using var keys = SymmetricKeys.OfServer(ClientNonce, ServerNonce);
        var material = SecurityVectors.Bytes("serverKeys");
        var signature = new byte[32];
        var data = Text[..32];

        keys.Sign(Text, signature);
        keys.Encrypt(data);

        signature.ShouldBe(HMACSHA256.HashData(material.AsSpan(0, 32), Text));
        using var aes = Aes.Create();
        aes.Key = material[32..64];
        aes.DecryptCbc(data, material.AsSpan(64, 16), PaddingMode.None).ShouldBe(Text[..32]);
    }

    [Fact]
    public void A_change_of_any_byte_of_what_is_signed_or_of_the_signature_is_found()
    {
        using var keys = SymmetricKeys.OfClient(ClientNonce, ServerNonce);
        var signature = new byte[32];
        byte[] data = [.. Text];
        keys.Sign(data, signature);

        foreach (var part in (byte[][])[data, signature])
        {
            for (var i = 0; i < part.Length; i++)
            {
                part[i] ^= 0x80;
                keys.Verify(data, signature).ShouldBeFalse($"byte {i}");
                part[i] ^= 0x80;
            }
        }

        keys.Verify(data, signature).ShouldBeTrue();
        keys.Verify(data, signature.AsSpan(1)).ShouldBeFalse();
        keys.Verify(data, []).ShouldBeFalse();
    }

    [Fact]
    public void Whatever_is_encrypted_comes_back_and_chunks_do_not_depend_on_each_other()
    {
        using var sender = SymmetricKeys.OfServer(ClientNonce, ServerNonce);
        using var receiver = SymmetricKeys.OfServer(ClientNonce, ServerNonce);

        Prop.ForAll(Gen.Choose(0, 600).ToArbitrary(), blocks =>
        {
            var plain = RandomNumberGenerator.GetBytes(blocks * SymmetricKeys.BlockLength);
            byte[] data = [.. plain];
            sender.Encrypt(data);
            var isHidden = blocks == 0 || !data.AsSpan().SequenceEqual(plain);
            receiver.Decrypt(data);
            return isHidden && data.AsSpan().SequenceEqual(plain);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    public void What_is_no_whole_number_of_blocks_is_refused(int length)
    {
        using var keys = SymmetricKeys.OfClient(ClientNonce, ServerNonce);

        Should.Throw<OpcUaException>(() => keys.Decrypt(new byte[length])).Status.ShouldBe(StatusCodes.BadSecurityChecksFailed);
    }

    [Fact]
    public void Signing_and_verifying_allocate_nothing()
    {
        using var keys = SymmetricKeys.OfClient(ClientNonce, ServerNonce);
        var data = new byte[8192];
        var signature = new byte[32];

        Allocations.Of(() =>
        {
            keys.Sign(data, signature);
            keys.Verify(data, signature);
        }).ShouldBe(0);
    }
}
