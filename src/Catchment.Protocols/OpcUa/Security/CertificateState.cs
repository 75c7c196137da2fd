namespace Catchment.Protocols.OpcUa.Security;

/// <summary>What a certificate in a store is there for.</summary>
public enum CertificateState
{
    /// <summary>It is the application's own.</summary>
    Own = 0,

    /// <summary>Its owner, or who has a certificate of its owner, is trusted.</summary>
    Trusted = 1,

    /// <summary>It completes chains to one that is trusted.</summary>
    Issuer = 2,

    /// <summary>A peer has shown it, or somebody has rejected it: it is not trusted.</summary>
    Rejected = 3,
}
