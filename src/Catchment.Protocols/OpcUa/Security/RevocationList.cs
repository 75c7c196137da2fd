using System.Formats.Asn1;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>An authority's list of the certificates that count no longer. Source: RFC 5280, 5.</summary>
internal sealed class RevocationList
{
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly ReadOnlyMemory<byte> _signedPart;
    private readonly ReadOnlyMemory<byte> _signature;
    private readonly string _algorithm;
    private readonly HashSet<string> _revoked;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset? _until;
    private volatile Certificate? _verifiedBy;

    private RevocationList(ReadOnlyMemory<byte> der)
    {
        var file = new AsnReader(der, AsnEncodingRules.DER);
        var list = file.ReadSequence();
        file.ThrowIfNotEmpty();
        _signedPart = list.PeekEncodedValue();
        var body = list.ReadSequence();
        if (body.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            body.ReadIntegerBytes();
        _algorithm = CertificateDecoder.ReadAlgorithm(body, list);
        _signature = CertificateDecoder.ReadBits(list);
        list.ThrowIfNotEmpty();
        Issuer = body.PeekEncodedValue();
        body.ReadSequence();
        _from = CertificateDecoder.ReadTime(body);
        if (body.HasData && IsTime(body.PeekTag()))
            _until = CertificateDecoder.ReadTime(body);
        _revoked = body.HasData && body.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? ReadRevoked(body.ReadSequence()) : [];
        if (!body.HasData)
            return;
        for (var extensions = body.ReadSequence(ExtensionsTag).ReadSequence(); extensions.HasData;)
            RefuseCritical(extensions.ReadSequence());
        body.ThrowIfNotEmpty();
    }

    /// <summary>The name of the authority in DER.</summary>
    public ReadOnlyMemory<byte> Issuer { get; }

    /// <summary>Reads a list.</summary>
    /// <param name="der">The list and nothing else; it must not change any more.</param>
    /// <exception cref="OpcUaException">BadDecodingError: it is none, or one that holds only a part or changes of another.</exception>
    public static RevocationList Decode(ReadOnlyMemory<byte> der)
    {
        try
        {
            return new RevocationList(der);
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException or OverflowException)
        {
            throw new OpcUaException(StatusCodes.BadDecodingError, $"The revocation list cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Whether it was issued by an authority, as its signature proves.</summary>
    public bool IsFrom(Certificate authority)
    {
        if (_verifiedBy is { } verified && verified.IsSameAs(authority))
            return true;
        if (!Issuer.Span.SequenceEqual(authority.Subject.Span)
            || !CertificateSignature.Verifies(authority, _algorithm, _signedPart.Span, _signature.Span))
            return false;
        _verifiedBy = authority;
        return true;
    }

    /// <summary>Whether it says how things are at a time, and not how they once were.</summary>
    public bool IsCurrentAt(DateTimeOffset time) => _from <= time && (_until is null || time <= _until);

    /// <summary>Whether a certificate is on it.</summary>
    public bool Revokes(Certificate certificate) => _revoked.Contains(Convert.ToHexString(certificate.SerialNumber.Span));

    private static bool IsTime(Asn1Tag tag) => tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static HashSet<string> ReadRevoked(AsnReader entries)
    {
        HashSet<string> revoked = new(StringComparer.Ordinal);
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            revoked.Add(Convert.ToHexString(entry.ReadIntegerBytes().Span));
            CertificateDecoder.ReadTime(entry);
            if (!entry.HasData)
                continue;
            for (var extensions = entry.ReadSequence(); extensions.HasData;)
                RefuseCritical(extensions.ReadSequence());
        }

        return revoked;
    }

    // A list of changes, or one for a part of the certificates: taken for the whole it would acquit those that it does not name.
    private static void RefuseCritical(AsnReader extension)
    {
        var id = extension.ReadObjectIdentifier();
        if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
            throw new OpcUaException(StatusCodes.BadDecodingError, $"The revocation list has the extension {id}, which is not known here.");
    }
}
