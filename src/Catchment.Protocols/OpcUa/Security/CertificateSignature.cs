using System.Security.Cryptography;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>The signatures of certificates and revocation lists that are accepted: RSA PKCS#1 v1.5 with SHA-2.</summary>
internal static class CertificateSignature
{
    // An authority may have a longer key than an application, but none that takes long.
    private const int LongestKey = 8_192;

    /// <summary>Whether signatures of an algorithm are believed.</summary>
    /// <param name="algorithm">Its object identifier.</param>
    public static bool IsAllowed(string algorithm) => TryHash(algorithm, out _);

    /// <summary>Whether a signature is an authority's; never with an algorithm that is not allowed.</summary>
    /// <param name="authority">Whose key it should be.</param>
    /// <param name="algorithm">The object identifier of the algorithm.</param>
    /// <param name="signedPart">What is signed.</param>
    /// <param name="signature">The signature.</param>
    public static bool Verifies(Certificate authority, string algorithm, ReadOnlySpan<byte> signedPart, ReadOnlySpan<byte> signature)
    {
        if (!TryHash(algorithm, out var hash) || authority.KeyBits is 0 or > LongestKey)
            return false;
        try
        {
            using var key = RSA.Create();
            key.ImportSubjectPublicKeyInfo(authority.PublicKey.Span, out _);
            return key.VerifyData(signedPart, signature, hash, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // A key whose numbers make no sense verifies nothing.
            return false;
        }
    }

    private static bool TryHash(string algorithm, out HashAlgorithmName hash)
    {
        hash = algorithm switch
        {
            "1.2.840.113549.1.1.11" => HashAlgorithmName.SHA256,
            "1.2.840.113549.1.1.12" => HashAlgorithmName.SHA384,
            "1.2.840.113549.1.1.13" => HashAlgorithmName.SHA512,
            _ => default,
        };
        return hash.Name is not null;
    }
}
