using System.Text;
using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Security;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class UsmTests
{
    private static readonly byte[] EngineId = Convert.FromHexString("000000000000000000000002");

    // RFC 3414, A.3.
    [Theory]
    [InlineData(SnmpAuthentication.Md5, "9FAF3283884E92834EBC9847D8EDD963", "526F5EED9FCCE26F8964C2930787D82B")]
    [InlineData(SnmpAuthentication.Sha1, "9FB5CC0381497B3793528939FF788D5D79145211", "6695FEBC9288E36282235FC7151F128497B38F3F")]
    public void Passwords_give_the_keys_of_the_standard(SnmpAuthentication protocol, string key, string local)
    {
        var made = UsmPasswords.Key(protocol, AgentBed.Password);
        Convert.ToHexString(made).ShouldBe(key);
        Convert.ToHexString(UsmPasswords.Localize(protocol, made, EngineId)).ShouldBe(local);
    }

    // draft-reeder-snmpv3-usm-3desede-00, B.1.
    [Fact]
    public void A_key_made_longer_after_Reeder_is_that_of_his_draft()
    {
        var local = UsmPasswords.Localize(SnmpAuthentication.Md5, UsmPasswords.Key(SnmpAuthentication.Md5, AgentBed.Password), EngineId);
        Convert.ToHexString(UsmPasswords.Extend(SnmpAuthentication.Md5, local, EngineId, SnmpPrivacy.Aes256Reeder))
            .ShouldBe("526F5EED9FCCE26F8964C2930787D82B79EFF44A90650EE0A3A40ABFAC5ACC12");
    }

    [Fact]
    public void A_key_made_longer_after_Blumenthal_goes_on_with_the_digest_of_what_is_there()
    {
        var local = UsmPasswords.Localize(SnmpAuthentication.Sha1, UsmPasswords.Key(SnmpAuthentication.Sha1, AgentBed.Password), EngineId);
#pragma warning disable CA5350 // What the draft says.
        byte[] longer = [.. local, .. System.Security.Cryptography.SHA1.HashData(local)];
#pragma warning restore CA5350
        UsmPasswords.Extend(SnmpAuthentication.Sha1, local, EngineId, SnmpPrivacy.Aes256).ShouldBe(longer[..32]);
        UsmPasswords.Extend(SnmpAuthentication.Sha1, local, EngineId, SnmpPrivacy.Aes192).ShouldBe(longer[..24]);
        UsmPasswords.Extend(SnmpAuthentication.Sha1, local, EngineId, SnmpPrivacy.Aes128).ShouldBe(local[..16]);
    }

    // FIPS 180-2, C.
    [Theory]
    [InlineData("", "D14A028C2A3A2BC9476102BB288234C415A2B01F828EA62AC5B3E42F")]
    [InlineData("abc", "23097D223405D8228642A477BDA255B32AADBCE4BDA0B3F7E36C9DA7")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "75388B16512776CC5DBA5DA1FD890150B0C6455CB4F58B1952522525")]
    public void Sha_224_gives_the_digests_of_the_standard(string text, string digest)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var made = new byte[Sha224.Length];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Sha224.Hash(bytes.AsSpan(0, cut), bytes.AsSpan(cut), made);
            Convert.ToHexString(made).ShouldBe(digest);
        }
    }

    [Fact]
    public void Sha_224_of_a_million_letters_is_that_of_the_standard()
    {
        var made = new byte[Sha224.Length];
        Sha224.Hash(Enumerable.Repeat((byte)'a', 1_000_000).ToArray(), [], made);
        Convert.ToHexString(made).ShouldBe("20794655980C91D8BBB4C1EA97618A4BF03F42581948B2EE4EE7AD67");
    }

    // RFC 4231, 4.2., 4.3., 4.7.
    [Theory]
    [InlineData("0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B", "Hi There", "896FB1128ABBDF196832107CD49DF33F")]
    [InlineData("4A656665", "what do ya want for nothing?", "A30E01098BC6DBBF45690F3A7E9E6D0F")]
    [InlineData(null, "Test Using Larger Than Block-Size Key - Hash Key First", "95E9A0DB962095ADAEBE9B2D6F0DBCE2")]
    public void Sha_224_signs_as_the_standard(string? key, string text, string signature)
    {
        var made = new byte[16];
        UsmDigest.Sign(SnmpAuthentication.Sha224, key is null ? Enumerable.Repeat((byte)0xAA, 131).ToArray() : Convert.FromHexString(key), Encoding.ASCII.GetBytes(text), made);
        Convert.ToHexString(made).ShouldBe(signature);
    }

    // NIST SP 800-38A, F.3.13. to F.3.17., with the vector that RFC 3826, 3.1.2.1. makes of boots, time and salt.
    [Theory]
    [InlineData(SnmpPrivacy.Aes128, "2B7E151628AED2A6ABF7158809CF4F3C", "3B3FD92EB72DAD20333449F8E83CFB4AC8A64537A0B3A93FCDE3CDAD9F1CE58B")]
    [InlineData(SnmpPrivacy.Aes192, "8E73B0F7DA0E6452C810F32B809079E562F8EAD2522C6B7B", "CDC80D6FDDF18CAB34C25909C99A417467CE7F7F81173621961A2B70171D3D7A")]
    [InlineData(SnmpPrivacy.Aes256, "603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4", "DC7E84BFDA79164B7ECD8486985D386039FFED143B28B1C832113C6331E5407B")]
    public void Aes_decrypts_as_the_standard(SnmpPrivacy privacy, string key, string cipherText)
    {
        const string Plain = "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51";
        using var cipher = new UsmCipher(privacy, Convert.FromHexString(key));
        var bytes = Convert.FromHexString(cipherText);
        foreach (var length in (int[])[32, 31, 17, 16, 15, 1])
        {
            var plain = cipher.Decrypt(bytes.AsSpan(0, length), 0x00010203, 0x04050607, Convert.FromHexString("08090A0B0C0D0E0F"));
            Convert.ToHexString(plain!).ShouldBe(Plain[..(2 * length)]);
        }
    }

    [Theory]
    [InlineData(SnmpPrivacy.Des)]
    [InlineData(SnmpPrivacy.Aes128)]
    [InlineData(SnmpPrivacy.Aes192Reeder)]
    [InlineData(SnmpPrivacy.Aes256)]
    public void What_was_encrypted_is_decrypted_and_no_salt_comes_twice(SnmpPrivacy privacy)
    {
        var random = new Random(3826);
        var key = new byte[UsmCipher.KeyLength(privacy)];
        random.NextBytes(key);
        using var cipher = new UsmCipher(privacy, key);
        var salts = new HashSet<string>();
        for (var length = 1; length < 100; length++)
        {
            var plain = new byte[length];
            random.NextBytes(plain);
            var salt = new byte[UsmCipher.SaltLength];
            var encrypted = cipher.Encrypt(plain, 7, 9, salt);
            if (length >= UsmCipher.SaltLength) // A shorter one may come out as it went in.
                encrypted.AsSpan().SequenceEqual(plain).ShouldBeFalse();
            salts.Add(Convert.ToHexString(salt)).ShouldBeTrue();
            cipher.Decrypt(encrypted, 7, 9, salt)![..length].ShouldBe(plain);
        }

        cipher.Decrypt([], 7, 9, new byte[8]).ShouldBeNull();
        cipher.Decrypt(new byte[16], 7, 9, new byte[7]).ShouldBeNull();
        if (privacy == SnmpPrivacy.Des)
            cipher.Decrypt(new byte[15], 7, 9, new byte[8]).ShouldBeNull();
    }

    [Theory]
    [InlineData("", SnmpAuthentication.None, null, SnmpPrivacy.None, null)]
    [InlineData("a name that is longer than thirty-two bytes", SnmpAuthentication.None, null, SnmpPrivacy.None, null)]
    [InlineData("user", SnmpAuthentication.Sha1, null, SnmpPrivacy.None, null)]
    [InlineData("user", SnmpAuthentication.Sha1, "seven77", SnmpPrivacy.None, null)]
    [InlineData("user", SnmpAuthentication.Sha1, "eight888", SnmpPrivacy.Aes128, "seven77")]
    [InlineData("user", SnmpAuthentication.None, null, SnmpPrivacy.Aes128, "eight888")]
    public void A_user_that_cannot_be_is_refused(string name, SnmpAuthentication authentication, string? authenticationPassword, SnmpPrivacy privacy, string? privacyPassword)
    {
        var user = new SnmpUser { Name = name, Authentication = authentication, AuthenticationPassword = authenticationPassword, Privacy = privacy, PrivacyPassword = privacyPassword };
        Should.Throw<SnmpException>(() => new UserKeys(user)).Fault.ShouldBe(SnmpFault.Invalid);
    }

    [Fact]
    public void A_user_shows_no_password() => AgentBed.Operator.ToString().ShouldBe("operator (Sha256, Aes128)");
}
