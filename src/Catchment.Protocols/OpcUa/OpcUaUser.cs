namespace Catchment.Protocols.OpcUa;

/// <summary>Who a session acts for.</summary>
/// <param name="Name">The user's name; null: anonymous.</param>
public sealed record OpcUaUser(string? Name)
{
    /// <summary>Nobody in particular.</summary>
    public static OpcUaUser Anonymous { get; } = new((string?)null);

    /// <summary>The SHA-1 of the certificate that the user proved to be his, in upper-case hexadecimal digits; null: he came without one.</summary>
    public string? CertificateThumbprint { get; init; }
}
