namespace Catchment.Protocols.OpcUa.Security;

/// <summary>What becomes of a peer whose certificate nobody has put into the store.</summary>
public enum CertificateAcceptance
{
    /// <summary>It is refused, and its certificate kept for somebody to decide.</summary>
    Reject = 0,

    /// <summary>It is trusted from then on if its certificate is signed by itself and otherwise valid.</summary>
    Auto = 1,
}
