namespace Catchment.Protocols.OpcUa.Security;

/// <summary>What a new certificate of an application shall say.</summary>
public sealed record ApplicationCertificateRequest
{
    /// <summary>The application's URI, exactly as its description has it, for example <c>urn:data1:Catchment</c>.</summary>
    public required string ApplicationUri { get; init; }

    /// <summary>The application's name; 64 characters count.</summary>
    public required string CommonName { get; init; }

    /// <summary>The organization; null: none is named.</summary>
    public string? Organization { get; init; }

    /// <summary>The host names and addresses that the application is reached by; the first is the host in the certificate's own name.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>How long it is valid.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(3652);
}
