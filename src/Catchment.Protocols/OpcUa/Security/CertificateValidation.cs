namespace Catchment.Protocols.OpcUa.Security;

/// <summary>What the checks of a peer's certificate came to.</summary>
/// <param name="Status">Good, or the code of the first check that failed.</param>
/// <param name="Reason">Why, for people; empty when it is good.</param>
internal sealed record CertificateValidation(StatusCode Status, string Reason)
{
    /// <summary>Everything is as it should be.</summary>
    public static CertificateValidation Good { get; } = new(StatusCodes.Good, string.Empty);

    /// <summary>Whether the peer may be spoken with.</summary>
    public bool IsGood => Status.IsGood;

    /// <summary>
    /// What a server tells the peer: it learns what it can mend in its own certificate, and nothing about whom the server trusts.
    /// Source: OPC 10000-4, 6.1.3.
    /// </summary>
    public StatusCode ToldStatus =>
        IsGood
        || Status == StatusCodes.BadCertificateTimeInvalid
        || Status == StatusCodes.BadCertificateHostNameInvalid
        || Status == StatusCodes.BadCertificateUriInvalid
        || Status == StatusCodes.BadCertificateUseNotAllowed
        || Status == StatusCodes.BadCertificateRevocationUnknown
            ? Status
            : StatusCodes.BadSecurityChecksFailed;

    /// <summary>The file that keeps the certificate, for somebody who wants to trust it; null: none.</summary>
    public string? KeptAt { get; init; }
}
