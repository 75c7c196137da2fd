using System.Security.Cryptography;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>
/// An RSA key as Basic256Sha256 uses it, one's own with its private part or a peer's: PKCS#1 v1.5 signatures with SHA-256 and OAEP with
/// SHA-1 in blocks of the key's size. Several threads may use it at once. Source: OPC 10000-7, Basic256Sha256; OPC 10000-6, 6.7.2.
/// </summary>
internal sealed class AsymmetricKey : IDisposable
{
    private const int OaepOverhead = 42;
    private const int LargestBlock = SecurityPolicy.MaxKeyBits / 8;

    private readonly RSA _rsa;

    /// <summary>Takes a key over.</summary>
    /// <param name="rsa">The key; it goes with this one.</param>
    /// <exception cref="OpcUaException">BadCertificatePolicyCheckFailed: it is shorter or longer than the policy allows.</exception>
    public AsymmetricKey(RSA rsa)
    {
        if (rsa.KeySize is < SecurityPolicy.MinKeyBits or > SecurityPolicy.MaxKeyBits || rsa.KeySize % 8 != 0)
        {
            var bits = rsa.KeySize;
            rsa.Dispose();
            throw new OpcUaException(
                StatusCodes.BadCertificatePolicyCheckFailed,
                $"A key of {bits} bits is not allowed: it has to have {SecurityPolicy.MinKeyBits} to {SecurityPolicy.MaxKeyBits}.");
        }

        _rsa = rsa;
    }

    /// <summary>The key's length in bits.</summary>
    public int Bits => _rsa.KeySize;

    /// <summary>Bytes of a signature.</summary>
    public int SignatureLength => _rsa.KeySize / 8;

    /// <summary>Bytes of a block that was encrypted.</summary>
    public int CipherBlockLength => _rsa.KeySize / 8;

    /// <summary>Bytes that go into one encrypted block at most.</summary>
    public int PlainBlockLength => CipherBlockLength - OaepOverhead;

    /// <summary>Reads a public key.</summary>
    /// <param name="subjectPublicKeyInfo">Its DER form, from a certificate.</param>
    /// <exception cref="OpcUaException">
    /// BadCertificateInvalid: it is no RSA key; BadCertificatePolicyCheckFailed: it is shorter or longer than the policy allows.
    /// </exception>
    public static AsymmetricKey FromPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        }
        catch (CryptographicException e)
        {
            rsa.Dispose();
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, $"The certificate holds no RSA key that can be used: {e.Message}", e);
        }

        return new AsymmetricKey(rsa);
    }

    /// <summary>Signs; takes the private part.</summary>
    /// <param name="data">What is signed.</param>
    /// <param name="signature">Where the signature goes: <see cref="SignatureLength"/> bytes.</param>
    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature) =>
        _rsa.SignData(data, signature[..SignatureLength], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Whether a signature is this key's, over these bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            return signature.Length == SignatureLength && _rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // A key whose numbers make no sense verifies nothing.
            return false;
        }
    }

    /// <summary>Bytes that come out of <see cref="Encrypt"/>.</summary>
    /// <param name="plainLength">Bytes that go in.</param>
    public int EncryptedLength(int plainLength) => (plainLength + PlainBlockLength - 1) / PlainBlockLength * CipherBlockLength;

    /// <summary>Encrypts block by block for the owner of the private part.</summary>
    /// <param name="plain">Any number of bytes; the last block may be short.</param>
    /// <param name="cipher">Where it goes, not overlapping: <see cref="EncryptedLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="OpcUaException">BadSecurityChecksFailed: the peer's key cannot encrypt.</exception>
    public int Encrypt(ReadOnlySpan<byte> plain, Span<byte> cipher)
    {
        var written = 0;
        try
        {
            while (!plain.IsEmpty)
            {
                var taken = Math.Min(plain.Length, PlainBlockLength);
                written += _rsa.Encrypt(plain[..taken], cipher.Slice(written, CipherBlockLength), RSAEncryptionPadding.OaepSHA1);
                plain = plain[taken..];
            }
        }
        catch (CryptographicException e)
        {
            throw new OpcUaException(StatusCodes.BadSecurityChecksFailed, $"The peer's key cannot encrypt: {e.Message}", e);
        }

        return written;
    }

    /// <summary>Decrypts block by block; takes the private part.</summary>
    /// <param name="cipher">A whole number of blocks of <see cref="CipherBlockLength"/>, at least one.</param>
    /// <param name="plain">
    /// Where it goes: <see cref="PlainBlockLength"/> bytes a block are always enough. It may begin where <paramref name="cipher"/> begins.
    /// </param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="OpcUaException">BadSecurityChecksFailed, whatever is wrong with it.</exception>
    public int Decrypt(ReadOnlySpan<byte> cipher, Span<byte> plain)
    {
        if (cipher.IsEmpty || cipher.Length % CipherBlockLength != 0)
            throw new OpcUaException(StatusCodes.BadSecurityChecksFailed);
        Span<byte> block = stackalloc byte[LargestBlock];
        try
        {
            var written = 0;
            for (; !cipher.IsEmpty; cipher = cipher[CipherBlockLength..])
            {
                var length = _rsa.Decrypt(cipher[..CipherBlockLength], block, RSAEncryptionPadding.OaepSHA1);
                block[..length].CopyTo(plain[written..]);
                written += length;
            }

            return written;
        }
        catch (CryptographicException e)
        {
            throw new OpcUaException(StatusCodes.BadSecurityChecksFailed, nameof(StatusCodes.BadSecurityChecksFailed), e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rsa.Dispose();

    /// <summary>Whether this is the key of a certificate.</summary>
    /// <param name="subjectPublicKeyInfo">The certificate's public key in DER.</param>
    public bool BelongsTo(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        using var other = FromPublicKey(subjectPublicKeyInfo);
        var (mine, theirs) = (_rsa.ExportParameters(includePrivateParameters: false), other._rsa.ExportParameters(includePrivateParameters: false));
        return mine.Modulus.AsSpan().SequenceEqual(theirs.Modulus) && mine.Exponent.AsSpan().SequenceEqual(theirs.Exponent);
    }
}
