namespace Catchment.Protocols.OpcUa.Security;

/// <summary>What a peer's certificate has to be good for.</summary>
/// <param name="IsServer">Whether the peer is a server; a client otherwise.</param>
internal sealed record CertificateExpectation(bool IsServer)
{
    /// <summary>A person or program that signs its token, and neither serves nor encrypts with it. Source: OPC 10000-4, 6.1.3.</summary>
    public static CertificateExpectation User { get; } = new(IsServer: false) { IsUser = true };

    /// <summary>Whether the certificate is a user's, not an application's.</summary>
    public bool IsUser { get; private init; }

    /// <summary>The host that a client asked for; null: it is not checked.</summary>
    public string? Host { get; init; }

    /// <summary>The application that the peer says it is; null: it is not checked (yet).</summary>
    public string? ApplicationUri { get; init; }
}
