namespace Catchment.Protocols.OpcUa.Security;

/// <summary>How a <see cref="CertificateStore"/> decides.</summary>
public sealed record CertificateStoreOptions
{
    /// <summary>What becomes of a peer that is not known.</summary>
    public CertificateAcceptance Acceptance { get; init; }

    /// <summary>Whether an authority without a current revocation list in the store is not believed.</summary>
    public bool NeedsRevocationLists { get; init; } = true;

    /// <summary>Certificates that <c>rejected/</c> keeps at most; the one that was longest not seen goes first.</summary>
    public int MaxRejected { get; init; } = 100;

    /// <summary>Certificates in <c>trusted/certs</c> up to which <see cref="CertificateAcceptance.Auto"/> adds any.</summary>
    public int MaxAutomatic { get; init; } = 1_000;

    /// <summary>Whether the certificates are users', who sign with them and do nothing else; an application's otherwise.</summary>
    public bool IsForUsers { get; init; }

    /// <summary>What the log advises whoever wants to let a peer in that was refused.</summary>
    public string HowToTrust { get; init; } = "move it to the trusted ones to let the peer in";

    /// <summary>The clock that validity is judged by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
