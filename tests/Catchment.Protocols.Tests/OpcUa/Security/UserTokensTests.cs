using System.Security.Cryptography;
using System.Text;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class UserTokensTests : IDisposable
{
    private static readonly SecurityPolicy Policy = SecurityPolicy.Basic256Sha256;
    private static readonly byte[] Nonce = SecurityVectors.Bytes("serverNonce");

    private readonly ApplicationCertificate _own = ApplicationCertificate.Load(SecurityVectors.PathOf("cert.pem"), SecurityVectors.PathOf("key.pem"));

    public void Dispose() => _own.Dispose();

    [Fact]
    public void A_password_that_OpenSSL_encrypted_is_read()
    {
        var password = UserTokens.DecryptPassword(Policy, _own, Policy.EncryptionAlgorithm, SecurityVectors.Bytes("passwordToken"), Nonce);

        Encoding.UTF8.GetString(password).ShouldBe(SecurityVectors.Text("password"));
    }

    [Fact]
    public void Any_password_comes_back_with_any_nonce()
    {
        using var key = _own.Leaf.OpenKey();

        Prop.ForAll(Gen.Choose(0, UserTokens.MaxPasswordLength).ToArbitrary(), Gen.Elements(0, 32, 64).ToArbitrary(), (length, nonceLength) =>
        {
            var password = RandomNumberGenerator.GetBytes(length);
            var nonce = RandomNumberGenerator.GetBytes(nonceLength);
            var token = UserTokens.EncryptPassword(Policy, key, password, nonce);
            return UserTokens.DecryptPassword(Policy, _own, Policy.EncryptionAlgorithm, token, nonce).AsSpan().SequenceEqual(password);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void A_password_for_another_nonce_is_refused()
    {
        byte[] other = [.. Nonce];
        other[31] ^= 1;

        Refused(SecurityVectors.Bytes("passwordToken"), other);
        Refused(SecurityVectors.Bytes("passwordToken"), [.. Nonce, 1]);
    }

    [Fact]
    public void A_token_that_was_changed_or_is_too_long_is_refused()
    {
        var token = SecurityVectors.Bytes("passwordToken");
        foreach (var at in (int[])[0, 1, 100, 254, 255])
        {
            byte[] changed = [.. token];
            changed[at] ^= 4;
            Refused(changed, Nonce);
        }

        Refused([], Nonce);
        Refused(token[1..], Nonce);
        Refused([.. token, .. token, .. token, .. token, .. token, .. token], Nonce);
        Refused(new byte[1 << 20], Nonce);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(45)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_length_that_cannot_be_is_refused(int length)
    {
        using var key = _own.Leaf.OpenKey();
        byte[] plain = [.. BitConverter.GetBytes(length), .. "secret"u8, .. Nonce];
        var token = new byte[key.EncryptedLength(plain.Length)];
        key.Encrypt(plain, token);

        Refused(token, Nonce);
        Refused(Encrypted(key, [1, 2, 3]), []);
    }

    [Fact]
    public void What_follows_the_nonce_is_no_part_of_the_password()
    {
        using var key = _own.Leaf.OpenKey();
        byte[] plain = [38, 0, 0, 0, .. "secret"u8, .. Nonce, 0, 0, 0];

        UserTokens.DecryptPassword(Policy, _own, Policy.EncryptionAlgorithm, Encrypted(key, plain), Nonce).ShouldBe("secret"u8.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://www.w3.org/2001/04/xmlenc#rsa-1_5")]
    public void An_algorithm_that_is_not_the_policys_is_refused(string? algorithm) =>
        Should.Throw<OpcUaException>(() => UserTokens.DecryptPassword(Policy, _own, algorithm, SecurityVectors.Bytes("passwordToken"), Nonce))
            .Status.ShouldBe(StatusCodes.BadIdentityTokenInvalid);

    [Fact]
    public void Without_a_certificate_only_plain_passwords_are_read()
    {
        Should.Throw<OpcUaException>(() => UserTokens.DecryptPassword(Policy, null, Policy.EncryptionAlgorithm, SecurityVectors.Bytes("passwordToken"), Nonce))
            .Status.ShouldBe(StatusCodes.BadIdentityTokenInvalid);
        Should.Throw<OpcUaException>(() => UserTokens.EncryptPassword(Policy, null, "secret"u8, Nonce)).Status.ShouldBe(StatusCodes.BadSecurityChecksFailed);

        UserTokens.DecryptPassword(SecurityPolicy.None, null, null, "secret"u8, Nonce).ShouldBe("secret"u8.ToArray());
        UserTokens.DecryptPassword(SecurityPolicy.None, null, string.Empty, "secret"u8, []).ShouldBe("secret"u8.ToArray());
        UserTokens.EncryptPassword(SecurityPolicy.None, null, "secret"u8, Nonce).ShouldBe("secret"u8.ToArray());
    }

    [Fact]
    public void A_plain_password_that_is_too_long_or_says_that_it_is_encrypted_is_refused()
    {
        Should.Throw<OpcUaException>(() => UserTokens.DecryptPassword(SecurityPolicy.None, _own, null, new byte[UserTokens.MaxPasswordLength + 1], Nonce))
            .Status.ShouldBe(StatusCodes.BadIdentityTokenInvalid);
        Should.Throw<OpcUaException>(() => UserTokens.DecryptPassword(SecurityPolicy.None, _own, Policy.EncryptionAlgorithm, "secret"u8, Nonce))
            .Status.ShouldBe(StatusCodes.BadIdentityTokenInvalid);
        Should.Throw<OpcUaException>(() => UserTokens.EncryptPassword(SecurityPolicy.None, null, new byte[UserTokens.MaxPasswordLength + 1], Nonce))
            .Status.ShouldBe(StatusCodes.BadIdentityTokenInvalid);
    }

    [Fact]
    public void Passwords_are_the_same_only_if_they_are()
    {
        UserTokens.IsSamePassword("secret"u8, "secret"u8).ShouldBeTrue();
        UserTokens.IsSamePassword([], []).ShouldBeTrue();
        UserTokens.IsSamePassword("secret"u8, "secres"u8).ShouldBeFalse();
        UserTokens.IsSamePassword("secret"u8, "secret "u8).ShouldBeFalse();
        UserTokens.IsSamePassword([], "secret"u8).ShouldBeFalse();
    }

    private static byte[] Encrypted(AsymmetricKey key, byte[] plain)
    {
        var token = new byte[key.EncryptedLength(plain.Length)];
        key.Encrypt(plain, token);
        return token;
    }

    private void Refused(byte[] token, byte[] nonce) =>
        Should.Throw<OpcUaException>(() => UserTokens.DecryptPassword(Policy, _own, Policy.EncryptionAlgorithm, token, nonce))
            .Status.ShouldBe(StatusCodes.BadIdentityTokenInvalid);
}
