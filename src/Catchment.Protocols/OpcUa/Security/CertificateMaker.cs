using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>Makes the certificate of an application that has none. Source: OPC 10000-6, 6.2.2.</summary>
internal static class CertificateMaker
{
    /// <summary>Bits of a new key.</summary>
    public const int KeyBits = 2048;

    private const int LongestName = 64;
    private const int SerialNumberLength = 16;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string SubjectAlternativeName = "2.5.29.17";

    // A peer's clock may be slow.
    private static readonly TimeSpan Backdating = TimeSpan.FromDays(1);

    /// <summary>Makes a certificate that its own key signs.</summary>
    /// <param name="request">What it shall say.</param>
    /// <param name="key">The key.</param>
    /// <param name="now">From when on it shall be valid; it is a day longer, for peers whose clocks are slow.</param>
    /// <returns>The certificate in DER.</returns>
    /// <exception cref="OpcUaException">BadConfigurationError: it cannot say that.</exception>
    public static byte[] Make(ApplicationCertificateRequest request, RSA key, DateTimeOffset now)
    {
        try
        {
            var name = Name(request);
            var certificate = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var keyId = new X509SubjectKeyIdentifierExtension(certificate.PublicKey, critical: false);
            certificate.CertificateExtensions.Add(keyId);
            certificate.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(keyId));
            certificate.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
            certificate.CertificateExtensions.Add(new X509KeyUsageExtension(
                X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment
                | X509KeyUsageFlags.DataEncipherment | X509KeyUsageFlags.KeyCertSign,
                critical: true));
            certificate.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(ServerAuthentication), new(ClientAuthentication)], critical: false));
            certificate.CertificateExtensions.Add(new X509Extension(SubjectAlternativeName, AlternativeNames(request), critical: false));
            var generator = X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);
            using var made = certificate.Create(name, generator, now - Backdating, now + request.Lifetime, SerialNumber());
            return made.RawData;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new OpcUaException(StatusCodes.BadConfigurationError, $"No certificate can be made for '{request.ApplicationUri}': {e.Message}", e);
        }
    }

    private static X500DistinguishedName Name(ApplicationCertificateRequest request)
    {
        // The builder writes the last part first.
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(Cut(request.CommonName));
        if (!string.IsNullOrWhiteSpace(request.Organization))
            name.AddOrganizationName(Cut(request.Organization));
        if (request.Hosts is [var host, ..])
            name.AddDomainComponent(host);
        return name.Build();
    }

    private static string Cut(string text) => text.Length > LongestName ? text[..LongestName] : text;

    // Written by hand: the platform's builder rewrites a URI, and peers compare it letter by letter.
    private static byte[] AlternativeNames(ApplicationCertificateRequest request)
    {
        var names = new AsnWriter(AsnEncodingRules.DER);
        using (names.PushSequence())
        {
            names.WriteOctetString(Encoding.UTF8.GetBytes(request.ApplicationUri), new Asn1Tag(TagClass.ContextSpecific, 6));
            foreach (var host in request.Hosts)
            {
                if (IPAddress.TryParse(host, out var address))
                    names.WriteOctetString(address.GetAddressBytes(), new Asn1Tag(TagClass.ContextSpecific, 7));
                else
                    names.WriteCharacterString(UniversalTagNumber.IA5String, host, new Asn1Tag(TagClass.ContextSpecific, 2));
            }
        }

        return names.Encode();
    }

    private static byte[] SerialNumber()
    {
        var number = RandomNumberGenerator.GetBytes(SerialNumberLength);
        number[0] = (byte)((number[0] & 0x3F) | 0x40);
        return number;
    }
}
