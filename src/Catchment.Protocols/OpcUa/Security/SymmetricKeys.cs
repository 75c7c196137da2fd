using System.Security.Cryptography;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>
/// The keys of one direction of a channel under Basic256Sha256: HMAC-SHA-256 and AES-256-CBC, derived from both nonces. Signing and
/// verifying, encrypting and decrypting change no state: several threads may use them at once. Source: OPC 10000-6, 6.7.5.
/// </summary>
internal sealed class SymmetricKeys : IDisposable
{
    /// <summary>Bytes of the signing key, of the encrypting key, and of a nonce.</summary>
    public const int KeyLength = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureLength = 32;

    /// <summary>Bytes of a block of the cipher: encrypted parts are a multiple of it.</summary>
    public const int BlockLength = 16;

    private readonly byte[] _signingKey = new byte[KeyLength];
    private readonly byte[] _vector = new byte[BlockLength];
    private readonly Aes _aes = Aes.Create();

    private SymmetricKeys(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed)
    {
        Span<byte> material = stackalloc byte[(2 * KeyLength) + BlockLength];
        Expand(secret, seed, material);
        material[..KeyLength].CopyTo(_signingKey);
        _aes.SetKey(material.Slice(KeyLength, KeyLength));
        material[(2 * KeyLength)..].CopyTo(_vector);
        CryptographicOperations.ZeroMemory(material);
    }

    /// <summary>The keys that secure what the client sends.</summary>
    public static SymmetricKeys OfClient(ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> serverNonce) => new(serverNonce, clientNonce);

    /// <summary>The keys that secure what the server sends.</summary>
    public static SymmetricKeys OfServer(ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> serverNonce) => new(clientNonce, serverNonce);

    /// <summary>P_SHA256: as many pseudo-random bytes as are wanted. Source: RFC 5246, 5.</summary>
    public static void Expand(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, Span<byte> output)
    {
        Span<byte> joined = new byte[SHA256.HashSizeInBytes + seed.Length];
        seed.CopyTo(joined[SHA256.HashSizeInBytes..]);
        var a = joined[..SHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, seed, a);
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        while (true)
        {
            HMACSHA256.HashData(secret, joined, block);
            var taken = Math.Min(block.Length, output.Length);
            block[..taken].CopyTo(output);
            output = output[taken..];
            if (output.IsEmpty)
                break;
            HMACSHA256.HashData(secret, a, block);
            block.CopyTo(a);
        }

        CryptographicOperations.ZeroMemory(joined);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>Signs.</summary>
    /// <param name="data">What is signed.</param>
    /// <param name="signature">Where the signature goes: <see cref="SignatureLength"/> bytes.</param>
    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => HMACSHA256.HashData(_signingKey, data, signature);

    /// <summary>Whether a signature is right, in a time that does not depend on where it differs.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> right = stackalloc byte[SignatureLength];
        HMACSHA256.HashData(_signingKey, data, right);
        return CryptographicOperations.FixedTimeEquals(right, signature);
    }

    /// <summary>Encrypts in place.</summary>
    /// <param name="data">A multiple of <see cref="BlockLength"/> bytes.</param>
    public void Encrypt(Span<byte> data) => _aes.EncryptCbc(data, _vector, data, PaddingMode.None);

    /// <summary>Decrypts in place.</summary>
    /// <param name="data">What came from the peer.</param>
    /// <exception cref="OpcUaException">BadSecurityChecksFailed: it is no multiple of <see cref="BlockLength"/> bytes.</exception>
    public void Decrypt(Span<byte> data)
    {
        if (data.Length % BlockLength != 0)
            throw new OpcUaException(StatusCodes.BadSecurityChecksFailed);
        _aes.DecryptCbc(data, _vector, data, PaddingMode.None);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_signingKey);
        _aes.Dispose();
    }
}
