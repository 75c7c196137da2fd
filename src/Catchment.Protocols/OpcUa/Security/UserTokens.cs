using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>
/// The passwords of user name tokens, as they travel: length, password and the server's last nonce, encrypted for the server's
/// certificate; or in plain under the policy None, for channels that encrypt or networks that are trusted.
/// Source: OPC 10000-4, 7.41.2.2 and 7.41.4.
/// </summary>
internal static class UserTokens
{
    /// <summary>The most bytes that a password may have.</summary>
    public const int MaxPasswordLength = 1024;

    private const int LongestNonce = 1024;

    /// <summary>Reads a password.</summary>
    /// <param name="policy">The policy of the user token, or that of the endpoint where the token has none.</param>
    /// <param name="own">The server's certificate; null: it has none, and only the policy None can be read.</param>
    /// <param name="algorithm">The algorithm that the token names.</param>
    /// <param name="password">What the token carries.</param>
    /// <param name="serverNonce">The nonce that the server sent last in the session.</param>
    /// <returns>The password in UTF-8; clear it after use.</returns>
    /// <exception cref="OpcUaException">BadIdentityTokenInvalid: it cannot be read, or was encrypted for another moment.</exception>
    public static byte[] DecryptPassword(
        SecurityPolicy policy, ApplicationCertificate? own, string? algorithm, ReadOnlySpan<byte> password, ReadOnlySpan<byte> serverNonce)
    {
        if (!policy.IsSecure)
        {
            return string.IsNullOrEmpty(algorithm) && password.Length <= MaxPasswordLength
                ? password.ToArray()
                : throw Invalid("a password in plain was expected");
        }

        if (own is null || algorithm != policy.EncryptionAlgorithm)
            throw Invalid("the password is not encrypted with the algorithm of its policy");
        if (password.Length > own.Key.EncryptedLength(sizeof(int) + MaxPasswordLength + serverNonce.Length))
            throw Invalid("the password is too long");
        var plain = new byte[password.Length];
        try
        {
            return Open(plain.AsSpan(0, own.Key.Decrypt(password, plain)), serverNonce);
        }
        catch (OpcUaException e) when (e.Status == StatusCodes.BadSecurityChecksFailed)
        {
            throw Invalid("the password cannot be decrypted", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Makes what a token carries.</summary>
    /// <param name="policy">The policy of the user token, or that of the endpoint where the token has none.</param>
    /// <param name="server">The key of the server's certificate; null: only the policy None can be written.</param>
    /// <param name="password">The password in UTF-8.</param>
    /// <param name="serverNonce">The nonce that the server sent last in the session.</param>
    /// <returns>The token's password; its algorithm is <see cref="SecurityPolicy.EncryptionAlgorithm"/>.</returns>
    /// <exception cref="OpcUaException">
    /// BadIdentityTokenInvalid: the password is too long; BadSecurityChecksFailed: the server's key is missing or cannot encrypt.
    /// </exception>
    public static byte[] EncryptPassword(SecurityPolicy policy, AsymmetricKey? server, ReadOnlySpan<byte> password, ReadOnlySpan<byte> serverNonce)
    {
        if (password.Length > MaxPasswordLength || serverNonce.Length > LongestNonce)
            throw Invalid("the password is too long");
        if (!policy.IsSecure)
            return password.ToArray();
        if (server is null)
            throw new OpcUaException(StatusCodes.BadSecurityChecksFailed, "The server has shown no certificate to encrypt the password for.");
        var plain = new byte[sizeof(int) + password.Length + serverNonce.Length];
        try
        {
            BinaryPrimitives.WriteInt32LittleEndian(plain, password.Length + serverNonce.Length);
            password.CopyTo(plain.AsSpan(sizeof(int)));
            serverNonce.CopyTo(plain.AsSpan(sizeof(int) + password.Length));
            var encrypted = new byte[server.EncryptedLength(plain.Length)];
            server.Encrypt(plain, encrypted);
            return encrypted;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Whether two passwords are the same, in a time that tells neither where they differ nor how long the right one is.</summary>
    public static bool IsSamePassword(ReadOnlySpan<byte> given, ReadOnlySpan<byte> right)
    {
        Span<byte> hashes = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(given, hashes);
        SHA256.HashData(right, hashes[SHA256.HashSizeInBytes..]);
        return CryptographicOperations.FixedTimeEquals(hashes[..SHA256.HashSizeInBytes], hashes[SHA256.HashSizeInBytes..]);
    }

    private static byte[] Open(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> serverNonce)
    {
        if (plain.Length < sizeof(int))
            throw Invalid("the password is too short");
        var length = BinaryPrimitives.ReadInt32LittleEndian(plain);
        var secret = plain[sizeof(int)..];
        if (length < serverNonce.Length || length > secret.Length || length - serverNonce.Length > MaxPasswordLength)
            throw Invalid("the password has another length than it says");

        // Whoever recorded an old token cannot use it again.
        if (!CryptographicOperations.FixedTimeEquals(secret[(length - serverNonce.Length)..length], serverNonce))
            throw Invalid("the password was encrypted for another nonce");
        return secret[..(length - serverNonce.Length)].ToArray();
    }

    private static OpcUaException Invalid(string why, OpcUaException? inner = null) =>
        new(StatusCodes.BadIdentityTokenInvalid, $"The user's token cannot be taken: {why}.", inner);
}
