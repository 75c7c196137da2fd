using System.Formats.Asn1;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>
/// What a peer sends as its certificate: its own first, then any number of those that issued it, one after another without anything
/// between them. Source: OPC 10000-6, 6.2.6.
/// </summary>
internal sealed class CertificateChain
{
    /// <summary>The most bytes that are taken from a peer.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The most certificates that are taken from a peer.</summary>
    public const int MaxCount = 10;

    private CertificateChain(Certificate leaf, IReadOnlyList<Certificate> issuers) => (Leaf, Issuers) = (leaf, issuers);

    /// <summary>The peer's own.</summary>
    public Certificate Leaf { get; }

    /// <summary>The others, in the order in which they came; nothing says that they have to do with the first.</summary>
    public IReadOnlyList<Certificate> Issuers { get; }

    /// <summary>Reads what a peer sent.</summary>
    /// <param name="sent">The field; it is copied.</param>
    /// <exception cref="OpcUaException">BadCertificateInvalid: it is no certificate, or too long.</exception>
    public static CertificateChain Decode(ReadOnlySpan<byte> sent)
    {
        if (sent.Length > MaxLength)
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, $"The certificate has {sent.Length} bytes; {MaxLength} are taken at most.");
        ReadOnlyMemory<byte> rest = sent.ToArray();
        List<Certificate> certificates = [];
        do
        {
            if (certificates.Count == MaxCount)
                throw new OpcUaException(StatusCodes.BadCertificateInvalid, $"The chain has more than {MaxCount} certificates.");
            if (!AsnDecoder.TryReadEncodedValue(rest.Span, AsnEncodingRules.DER, out _, out _, out _, out var length))
                throw new OpcUaException(StatusCodes.BadCertificateInvalid, "What should be a certificate is none.");
            certificates.Add(Certificate.Decode(rest[..length]));
            rest = rest[length..];
        }
        while (!rest.IsEmpty);

        return new CertificateChain(certificates[0], certificates.GetRange(1, certificates.Count - 1));
    }
}
