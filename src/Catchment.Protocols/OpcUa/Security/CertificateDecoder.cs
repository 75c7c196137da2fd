using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>Reads certificates. Source: RFC 5280, 4.1 and 4.2.</summary>
internal static class CertificateDecoder
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const int LatestShortYear = 2049;
    private const int LongestExponent = 8;

    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag IssuerUniqueId = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag SubjectUniqueId = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <summary>Reads one certificate.</summary>
    /// <param name="der">The certificate and nothing else.</param>
    /// <exception cref="OpcUaException">BadCertificateInvalid: it is none.</exception>
    public static Certificate Decode(ReadOnlyMemory<byte> der)
    {
        try
        {
            return Read(der);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or ArgumentException or OverflowException)
        {
            throw Invalid(e.Message, e);
        }
    }

    /// <summary>Reads a time in either of its two forms.</summary>
    internal static DateTimeOffset ReadTime(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
        ? reader.ReadUtcTime(LatestShortYear)
        : reader.ReadGeneralizedTime();

    /// <summary>Reads an algorithm and passes over its parameters.</summary>
    internal static string ReadAlgorithm(AsnReader reader)
    {
        var algorithm = reader.ReadSequence();
        var id = algorithm.ReadObjectIdentifier();
        if (algorithm.HasData)
            algorithm.ReadEncodedValue();
        algorithm.ThrowIfNotEmpty();
        return id;
    }

    /// <summary>Reads an algorithm that stands in what is signed and beside it: both have to be the same.</summary>
    internal static string ReadAlgorithm(AsnReader signed, AsnReader beside)
    {
        if (!signed.PeekEncodedValue().Span.SequenceEqual(beside.PeekEncodedValue().Span))
            throw new AsnContentException("it names two algorithms for one signature");
        ReadAlgorithm(beside);
        return ReadAlgorithm(signed);
    }

    /// <summary>Reads a string of whole bytes.</summary>
    internal static ReadOnlyMemory<byte> ReadBits(AsnReader reader)
    {
        var bits = reader.ReadBitString(out var unused);
        return unused == 0 ? bits : throw new AsnContentException("a string of bits is not made of whole bytes");
    }

    private static Certificate Read(ReadOnlyMemory<byte> der)
    {
        var file = new AsnReader(der, AsnEncodingRules.DER);
        var certificate = file.ReadSequence();
        file.ThrowIfNotEmpty();
        var signedPart = certificate.PeekEncodedValue();
        var body = certificate.ReadSequence();
        if (body.HasData && body.PeekTag().HasSameClassAndValue(Version))
            body.ReadSequence(Version).ReadIntegerBytes();
        var serialNumber = body.ReadIntegerBytes();
        var algorithm = ReadAlgorithm(body, certificate);
        var signature = ReadBits(certificate);
        certificate.ThrowIfNotEmpty();
        var issuer = ReadName(body);
        var validity = body.ReadSequence();
        var (notBefore, notAfter) = (ReadTime(validity), ReadTime(validity));
        validity.ThrowIfNotEmpty();
        var subject = ReadName(body);
        var publicKey = body.PeekEncodedValue();
        var keyBits = ReadKeyBits(body.ReadSequence());
        foreach (var unused in (ReadOnlySpan<Asn1Tag>)[IssuerUniqueId, SubjectUniqueId])
        {
            if (body.HasData && body.PeekTag().HasSameClassAndValue(unused))
                body.ReadEncodedValue();
        }

        var extensions = new CertificateExtensions();
        if (body.HasData)
        {
            var outer = body.ReadSequence(ExtensionsTag);
            ReadExtensions(outer.ReadSequence(), extensions);
            outer.ThrowIfNotEmpty();
            body.ThrowIfNotEmpty();
        }

        return new Certificate
        {
            RawData = der,
            SignedPart = signedPart,
            SignatureAlgorithm = algorithm,
            Signature = signature,
            SerialNumber = serialNumber,
            Issuer = issuer,
            Subject = subject,
            NotBefore = notBefore,
            NotAfter = notAfter,
            PublicKey = publicKey,
            KeyBits = keyBits,
            Extensions = extensions,
        };
    }

    private static ReadOnlyMemory<byte> ReadName(AsnReader reader)
    {
        var name = reader.PeekEncodedValue();
        reader.ReadSequence();
        return name;
    }

    private static int ReadKeyBits(AsnReader key)
    {
        var algorithm = ReadAlgorithm(key);
        var bits = ReadBits(key);
        key.ThrowIfNotEmpty();
        if (algorithm != RsaEncryption)
            return 0;
        var numbers = new AsnReader(bits, AsnEncodingRules.DER).ReadSequence();
        var modulus = new BigInteger(numbers.ReadIntegerBytes().Span, isUnsigned: false, isBigEndian: true);
        var exponent = new BigInteger(numbers.ReadIntegerBytes().Span, isUnsigned: false, isBigEndian: true);
        numbers.ThrowIfNotEmpty();

        // A long exponent would make each check of a signature as dear as making one.
        if (modulus.Sign <= 0 || modulus.IsEven || exponent < 3 || exponent.IsEven || exponent.GetByteCount(isUnsigned: true) > LongestExponent)
            throw Invalid("the numbers of its key make no key");
        return (int)modulus.GetBitLength();
    }

    private static void ReadExtensions(AsnReader list, CertificateExtensions extensions)
    {
        HashSet<string> seen = [];
        while (list.HasData)
        {
            var extension = list.ReadSequence();
            var id = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (!seen.Add(id))
                throw Invalid($"it has the extension {id} twice");
            if (!Read(id, new AsnReader(value, AsnEncodingRules.DER), value, extensions) && isCritical)
                extensions.NotUnderstood ??= id;
        }
    }

    private static bool Read(string id, AsnReader reader, ReadOnlyMemory<byte> value, CertificateExtensions extensions)
    {
        switch (id)
        {
            case "2.5.29.14":
                extensions.SubjectKeyId = reader.ReadOctetString();
                return true;
            case "2.5.29.15":
                // Some write this list with the zeros at its end, which only BER allows.
                extensions.KeyUsage = ReadKeyUsage(value);
                return true;
            case "2.5.29.17":
                ReadNames(reader.ReadSequence(), extensions);
                return true;
            case "2.5.29.19":
                var constraints = reader.ReadSequence();
                extensions.IsAuthority = constraints.HasData && constraints.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && constraints.ReadBoolean();
                if (constraints.HasData)
                    extensions.PathLength = constraints.TryReadInt32(out var length) && length >= 0 ? length : throw Invalid("its path length is none");
                return true;
            case "2.5.29.35":
                var keyId = new Asn1Tag(TagClass.ContextSpecific, 0);
                var authority = reader.ReadSequence();
                if (authority.HasData && authority.PeekTag().HasSameClassAndValue(keyId))
                    extensions.IssuerKeyId = authority.ReadOctetString(keyId);
                return true;
            case "2.5.29.37":
                List<string> purposes = [];
                for (var purpose = reader.ReadSequence(); purpose.HasData;)
                    purposes.Add(purpose.ReadObjectIdentifier());
                extensions.Purposes = purposes;
                return true;

            // Names of the issuer, policies, where a revocation list would be: they restrict nothing here, critical or not.
            case "2.5.29.18" or "2.5.29.32" or "2.5.29.31":
                return true;
            default:
                return false;
        }
    }

    private static X509KeyUsageFlags ReadKeyUsage(ReadOnlyMemory<byte> value)
    {
        var bits = new AsnReader(value, AsnEncodingRules.BER).ReadBitString(out _);
        Span<byte> padded = stackalloc byte[2];
        bits.AsSpan(0, Math.Min(bits.Length, padded.Length)).CopyTo(padded);

        // The platform keeps the first eight uses in the lower byte, the first in its highest bit, and the ninth in the highest of the upper byte.
        return (X509KeyUsageFlags)BinaryPrimitives.ReadUInt16LittleEndian(padded);
    }

    private static void ReadNames(AsnReader names, CertificateExtensions extensions)
    {
        List<string> uris = [];
        List<string> hosts = [];
        List<IPAddress> addresses = [];
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag.TagClass != TagClass.ContextSpecific || tag.TagValue is not (2 or 6 or 7))
            {
                names.ReadEncodedValue();
                continue;
            }

            // ASCII by the rules; some write UTF-8, which reads the same where both are right.
            var value = names.ReadOctetString(tag);
            switch (tag.TagValue)
            {
                case 2:
                    hosts.Add(Encoding.UTF8.GetString(value));
                    break;
                case 6:
                    uris.Add(Encoding.UTF8.GetString(value));
                    break;
                default:
                    addresses.Add(value.Length is 4 or 16 ? new IPAddress(value) : throw Invalid("an address in it is none"));
                    break;
            }
        }

        (extensions.Uris, extensions.DnsNames, extensions.Addresses) = (uris, hosts, addresses);
    }

    private static OpcUaException Invalid(string why, Exception? inner = null) =>
        new(StatusCodes.BadCertificateInvalid, $"The certificate cannot be read: {why}.", inner);
}
