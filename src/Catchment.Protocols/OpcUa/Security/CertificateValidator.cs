using System.Security.Cryptography.X509Certificates;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>Checks a peer's certificate, in the order of the standard; the first check that fails decides. Source: OPC 10000-4, 6.1.3.</summary>
/// <param name="list">Whom to trust.</param>
/// <param name="now">The time.</param>
/// <param name="needsRevocationLists">Whether an authority without a current revocation list is not believed.</param>
/// <param name="trustsSelfSigned">Whether a certificate that nobody else has signed is trusted without being known.</param>
internal sealed class CertificateValidator(TrustList list, DateTimeOffset now, bool needsRevocationLists, bool trustsSelfSigned)
{
    private const int LongestPath = 8;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyPurpose = "2.5.29.37.0";

    // The peer's certificate, the one that issued it, and so on up to one that issued itself.
    private readonly List<Certificate> _path = [];

    /// <summary>Whether the certificate passed without being known, and has to be kept.</summary>
    public bool IsNewlyTrusted { get; private set; }

    /// <summary>Checks what a peer sent.</summary>
    /// <param name="chain">What it sent.</param>
    /// <param name="expectation">What it has to be good for.</param>
    public CertificateValidation Validate(CertificateChain chain, CertificateExpectation expectation) =>
        Build(chain)
        ?? CheckAlgorithms()
        ?? CheckTrust()
        ?? CheckTime()
        ?? CheckNames(expectation)
        ?? CheckUse(expectation)
        ?? CheckRevocation()
        ?? CertificateValidation.Good;

    private static CertificateValidation Fail(StatusCode status, Certificate certificate, string why) =>
        new(status, $"the certificate of {certificate.SubjectText} ({certificate.ThumbprintText}) {why}");

    // One whose algorithm is not allowed is taken at its word here; the check of the algorithms refuses it.
    private static bool IsSignedBy(Certificate certificate, Certificate issuer) =>
        !CertificateSignature.IsAllowed(certificate.SignatureAlgorithm)
        || CertificateSignature.Verifies(issuer, certificate.SignatureAlgorithm, certificate.SignedPart.Span, certificate.Signature.Span);

    private CertificateValidation? Build(CertificateChain chain)
    {
        var current = chain.Leaf;
        while (true)
        {
            if (current.Extensions.NotUnderstood is { } extension)
                return Fail(StatusCodes.BadCertificateInvalid, current, $"has the extension {extension}, which must be understood and is not");
            _path.Add(current);
            if (current.IsSelfIssued && IsSignedBy(current, current))
                return null;
            if (_path.Count == LongestPath)
                return Fail(StatusCodes.BadCertificateChainIncomplete, chain.Leaf, $"has a chain longer than {LongestPath}");
            var candidates = Candidates(current, chain);
            if (candidates.Find(c => IsSignedBy(current, c)) is not { } issuer)
            {
                return candidates.Count > 0 || current.IsSelfIssued
                    ? Fail(StatusCodes.BadCertificateInvalid, current, "has a signature that is not its issuer's")
                    : Fail(StatusCodes.BadCertificateChainIncomplete, current, "was issued by an authority that is not known");
            }

            current = issuer;
        }
    }

    // Those that are known before those that the peer brings, and those that count now before those that do not.
    private List<Certificate> Candidates(Certificate certificate, CertificateChain chain) =>
    [
        .. list.Trusted.Select(t => t.Item).Concat(list.Issuers.Select(i => i.Item)).Concat(chain.Issuers)
            .Where(c => c.Subject.Span.SequenceEqual(certificate.Issuer.Span) && MayHaveKey(c, certificate.Extensions.IssuerKeyId) && !_path.Exists(c.IsSameAs))
            .OrderBy(c => c.IsValidAt(now) ? 0 : 1)
            .Take(LongestPath),
    ];

    private static bool MayHaveKey(Certificate issuer, ReadOnlyMemory<byte>? keyId) =>
        keyId is not { } wanted || issuer.Extensions.SubjectKeyId is not { } own || wanted.Span.SequenceEqual(own.Span);

    private CertificateValidation? CheckAlgorithms()
    {
        foreach (var certificate in _path)
        {
            if (!CertificateSignature.IsAllowed(certificate.SignatureAlgorithm))
                return Fail(StatusCodes.BadCertificatePolicyCheckFailed, certificate, $"is signed with an algorithm that is not allowed ({certificate.SignatureAlgorithm})");
            if (certificate.KeyBits < SecurityPolicy.MinKeyBits)
                return Fail(StatusCodes.BadCertificatePolicyCheckFailed, certificate, $"has no RSA key of at least {SecurityPolicy.MinKeyBits} bits");
        }

        return _path[0].KeyBits > SecurityPolicy.MaxKeyBits
            ? Fail(StatusCodes.BadCertificatePolicyCheckFailed, _path[0], $"has a key of more than {SecurityPolicy.MaxKeyBits} bits")
            : null;
    }

    private CertificateValidation? CheckTrust()
    {
        if (_path.Exists(certificate => list.Trusted.Any(t => t.Item.IsSameAs(certificate))))
            return null;
        if (!trustsSelfSigned || _path.Count > 1)
            return Fail(StatusCodes.BadCertificateUntrusted, _path[0], "is not trusted");
        IsNewlyTrusted = true;
        return null;
    }

    private CertificateValidation? CheckTime()
    {
        for (var i = 0; i < _path.Count; i++)
        {
            if (!_path[i].IsValidAt(now))
            {
                return Fail(
                    i == 0 ? StatusCodes.BadCertificateTimeInvalid : StatusCodes.BadCertificateIssuerTimeInvalid,
                    _path[i],
                    $"is valid from {_path[i].NotBefore:u} to {_path[i].NotAfter:u}, and not now");
            }
        }

        return null;
    }

    private CertificateValidation? CheckNames(CertificateExpectation expectation)
    {
        if (expectation.Host is { } host && !_path[0].NamesHost(host))
            return Fail(StatusCodes.BadCertificateHostNameInvalid, _path[0], $"does not name the host {host}");
        return expectation.ApplicationUri is { } uri && _path[0].ApplicationUri != uri
            ? Fail(StatusCodes.BadCertificateUriInvalid, _path[0], "does not name the application that its owner says it is")
            : null;
    }

    private CertificateValidation? CheckUse(CertificateExpectation expectation)
    {
        var own = _path[0].Extensions;
        if (expectation.IsUser && !MayUse(own, X509KeyUsageFlags.DigitalSignature))
            return Fail(StatusCodes.BadCertificateUseNotAllowed, _path[0], "is not meant to sign");
        var purpose = expectation.IsServer ? ServerAuthentication : ClientAuthentication;
        if (!expectation.IsUser
            && (!MayUse(own, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.DataEncipherment)
                || (own.Purposes is { } purposes && !purposes.Any(p => p == purpose || p == AnyPurpose))))
        {
            return Fail(
                StatusCodes.BadCertificateUseNotAllowed,
                _path[0],
                $"is not meant to sign and to encrypt data for a {(expectation.IsServer ? "server" : "client")}");
        }

        for (var i = 1; i < _path.Count; i++)
        {
            var issuer = _path[i].Extensions;
            var between = _path.Take(i).Skip(1).Count(c => !c.IsSelfIssued);
            if (!issuer.IsAuthority || issuer.PathLength < between || !MayUse(issuer, X509KeyUsageFlags.KeyCertSign))
                return Fail(StatusCodes.BadCertificateIssuerUseNotAllowed, _path[i], "must not issue the certificates that it has issued");
        }

        return null;
    }

    private CertificateValidation? CheckRevocation()
    {
        RevocationList[][] lists = [.. _path.Skip(1).Select(ListsOf)];
        for (var i = 0; needsRevocationLists && i < lists.Length; i++)
        {
            if (!lists[i].Any(l => l.IsCurrentAt(now)))
            {
                return Fail(
                    i == 0 ? StatusCodes.BadCertificateRevocationUnknown : StatusCodes.BadCertificateIssuerRevocationUnknown,
                    _path[i],
                    $"may be revoked: there is no current revocation list of {_path[i + 1].SubjectText}");
            }
        }

        for (var i = 0; i < lists.Length; i++)
        {
            if (lists[i].Any(l => l.Revokes(_path[i])))
                return Fail(i == 0 ? StatusCodes.BadCertificateRevoked : StatusCodes.BadCertificateIssuerRevoked, _path[i], "is revoked");
        }

        return null;
    }

    private RevocationList[] ListsOf(Certificate authority) =>
        MayUse(authority.Extensions, X509KeyUsageFlags.CrlSign)
            ? [.. list.RevocationLists.Select(l => l.Item).Where(l => l.IsFrom(authority))]
            : [];

    private static bool MayUse(CertificateExtensions extensions, X509KeyUsageFlags uses) =>
        extensions.KeyUsage is not { } allowed || (allowed & uses) == uses;
}
