using System.Security.Cryptography;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Transport;
using Catchment.Protocols.Tests.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Chunks that open a channel, between keys of any two lengths. Source: OPC 10000-6, 6.7.2.5.</summary>
public sealed class AsymmetricChunkTests : IDisposable
{
    private const int Begin = ChunkCodec.HeaderLength + 4;

    private static readonly Lazy<byte[]> LongKey = new(static () =>
    {
        using var rsa = RSA.Create(3072);
        return rsa.ExportPkcs8PrivateKey();
    });

    private readonly List<AsymmetricKey> _keys = [];

    public void Dispose() => _keys.ForEach(static key => key.Dispose());

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 2)]
    [InlineData(true, true, 2)]
    public void A_chunk_of_any_length_comes_through_and_its_padding_has_the_bytes_that_the_receivers_key_wants(bool hasLongSender, bool hasLongReceiver, int lengthBytes)
    {
        var protection = new AsymmetricProtection(Key(hasLongSender), Key(hasLongReceiver));
        protection.PaddingLengthSize.ShouldBe(lengthBytes);
        for (var length = 0; length < 900; length += 13)
        {
            var body = RandomNumberGenerator.GetBytes(length);
            var chunk = Write(protection, body);
            ((chunk.Length - Begin) % protection.CipherBlockSize).ShouldBe(0);
            var opened = ChunkCodec.Open(chunk, Begin, protection);
            (opened.Sequence, opened.RequestId).ShouldBe((51u, 7u));
            chunk.AsSpan(opened.Begin, opened.Length).SequenceEqual(body).ShouldBeTrue();
        }
    }

    [Fact]
    public void What_is_wrong_inside_is_told_as_what_is_wrong_outside()
    {
        var protection = new AsymmetricProtection(Key(isLong: false), Key(isLong: true));
        var good = Write(protection, new byte[100]);
        var random = new Random(4840);
        for (var round = 0; round < 200; round++)
        {
            var chunk = (byte[])good.Clone();
            chunk[random.Next(chunk.Length)] ^= (byte)(1 << random.Next(8));
            Refusal(chunk, protection);
        }

        // Blocks that are missing, whole and in part.
        Refusal(good[..^protection.CipherBlockSize], protection);
        Refusal(good[..^1], protection);
        Refusal(good[..Begin], protection);

        // What the receiver can decrypt, and the peer has not signed; empty blocks too.
        foreach (var plain in new[] { 0, 1, 8, protection.SignatureSize, protection.PlainBlockSize })
        {
            var cipher = new byte[protection.CipherBlockSize];
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(LongKey.Value, out _);
            rsa.Encrypt(new byte[plain], cipher, RSAEncryptionPadding.OaepSHA1);
            Refusal([.. good[..Begin], .. cipher], protection);
        }
    }

    /// <summary>Padding that is longer than its chunk, in a chunk that its sender has signed.</summary>
    [Theory]
    [InlineData(0xFFFF)]
    [InlineData(0x0200)]
    public void Padding_that_there_is_not_is_refused(int padding)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(LongKey.Value, out _);
        var key = Key(isLong: true);
        var protection = new AsymmetricProtection(key, key);
        var head = Write(protection, [])[..Begin];
        byte[] plain = [51, 0, 0, 0, 7, 0, 0, 0, (byte)padding, (byte)(padding >> 8)];
        var signature = rsa.SignData([.. head, .. plain], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        byte[] whole = [.. plain, .. signature];
        var cipher = new byte[key.EncryptedLength(whole.Length)];
        key.Encrypt(whole, cipher);
        Refusal([.. head, .. cipher], protection);
    }

    private static void Refusal(byte[] chunk, AsymmetricProtection protection) =>
        Should.Throw<OpcUaException>(() => ChunkCodec.Open(chunk, Begin, protection)).Status.ShouldBe(StatusCodes.BadSecurityChecksFailed);

    private static byte[] Write(AsymmetricProtection protection, byte[] body)
    {
        using var writer = new UaWriter();
        ChunkCodec.Write(writer, protection, MessageType.Open, ChunkKind.Final, 3, new byte[4], 51, 7, body);
        return writer.Written.ToArray();
    }

    private AsymmetricKey Key(bool isLong)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(isLong ? LongKey.Value : TestIdentity.ApplicationKey.ExportPkcs8PrivateKey(), out _);
        _keys.Add(new AsymmetricKey(rsa));
        return _keys[^1];
    }
}
