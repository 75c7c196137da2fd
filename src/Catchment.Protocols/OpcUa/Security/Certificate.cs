using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>
/// An X.509 certificate with what the checks of OPC UA look at. It is read once and completely, by the rules of DER, so that nothing that
/// a peer sends is looked at by a certificate engine with roots, downloads or opinions of its own. Source: OPC 10000-6, 6.2.2; RFC 5280, 4.
/// </summary>
internal sealed class Certificate
{
    private const int LongestText = 200;

    /// <summary>The certificate as it was given.</summary>
    public required ReadOnlyMemory<byte> RawData { get; init; }

    /// <summary>The signed part, as it is signed.</summary>
    public required ReadOnlyMemory<byte> SignedPart { get; init; }

    /// <summary>The object identifier of the algorithm of its signature.</summary>
    public required string SignatureAlgorithm { get; init; }

    /// <summary>Its issuer's signature.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Its number at its issuer.</summary>
    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    /// <summary>The issuer's name in DER.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    /// <summary>Its own name in DER.</summary>
    public required ReadOnlyMemory<byte> Subject { get; init; }

    /// <summary>From when on it counts.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Until when it counts.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Its public key in DER, with the key's algorithm.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>The length of its RSA key in bits; 0: it has no RSA key.</summary>
    public required int KeyBits { get; init; }

    /// <summary>What its extensions say.</summary>
    public required CertificateExtensions Extensions { get; init; }

    /// <summary>The SHA-1 of the certificate: how the header of a message names its receiver. Source: OPC 10000-6, 6.7.2.3.</summary>
    public byte[] Thumbprint => field ??= Sha1(RawData.Span);

    /// <summary>The thumbprint in upper-case hexadecimal digits.</summary>
    public string ThumbprintText => Convert.ToHexString(Thumbprint);

    /// <summary>Whether it names itself as its issuer.</summary>
    public bool IsSelfIssued => Issuer.Span.SequenceEqual(Subject.Span);

    /// <summary>The application that it belongs to; null: it names none.</summary>
    public string? ApplicationUri => Extensions.Uris.Count > 0 ? Extensions.Uris[0] : null;

    /// <summary>Its name for people: one line of at most 200 characters, without any that a terminal would act on.</summary>
    public string SubjectText => Readable(Subject.Span);

    /// <summary>Reads one certificate.</summary>
    /// <param name="der">The certificate and nothing else; it must not change any more.</param>
    /// <exception cref="OpcUaException">BadCertificateInvalid: it is none.</exception>
    public static Certificate Decode(ReadOnlyMemory<byte> der) => CertificateDecoder.Decode(der);

    /// <summary>The key to verify what its owner signs, and to encrypt for it.</summary>
    /// <exception cref="OpcUaException">
    /// BadCertificateInvalid: it has no RSA key; BadCertificatePolicyCheckFailed: the key is too short or too long.
    /// </exception>
    public AsymmetricKey OpenKey() => AsymmetricKey.FromPublicKey(PublicKey.Span);

    /// <summary>Whether it was valid at a time.</summary>
    public bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time <= NotAfter;

    /// <summary>Whether it is the same, byte for byte.</summary>
    public bool IsSameAs(Certificate other) => RawData.Span.SequenceEqual(other.RawData.Span);

    /// <summary>Whether it is meant for a host.</summary>
    /// <param name="host">A name, in any case, or an address.</param>
    public bool NamesHost(string host) => IPAddress.TryParse(host, out var address)
        ? Extensions.Addresses.Contains(address) || Extensions.DnsNames.Contains(host, StringComparer.OrdinalIgnoreCase)
        : Extensions.DnsNames.Contains(host, StringComparer.OrdinalIgnoreCase);

    private static string Readable(ReadOnlySpan<byte> name)
    {
        string text;
        try
        {
            text = new X500DistinguishedName(name).Name;
        }
        catch (CryptographicException)
        {
            return "(unreadable name)";
        }

        var readable = text.Length > LongestText ? text[..LongestText] : text;
        return string.Create(readable.Length, readable, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = IsShown(source[i]) ? source[i] : '?';
        });
    }

    private static bool IsShown(char character) => char.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);

#pragma warning disable CA5350 // The standard names certificates by their SHA-1; nothing is trusted because of it.
    private static byte[] Sha1(ReadOnlySpan<byte> data) => SHA1.HashData(data);
#pragma warning restore CA5350
}
