using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>What the extensions of a certificate say. Source: RFC 5280, 4.2.</summary>
internal sealed record CertificateExtensions
{
    /// <summary>Whether it may issue certificates.</summary>
    public bool IsAuthority { get; set; }

    /// <summary>How many authorities may stand between it and the last certificate; null: any number.</summary>
    public int? PathLength { get; set; }

    /// <summary>What its key may be used for; null: anything.</summary>
    public X509KeyUsageFlags? KeyUsage { get; set; }

    /// <summary>The object identifiers of what it may be used for; null: anything.</summary>
    public IReadOnlyList<string>? Purposes { get; set; }

    /// <summary>The URIs that it names, in their order.</summary>
    public IReadOnlyList<string> Uris { get; set; } = [];

    /// <summary>The hosts that it names.</summary>
    public IReadOnlyList<string> DnsNames { get; set; } = [];

    /// <summary>The addresses that it names.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; set; } = [];

    /// <summary>The id of its key; null: it names none.</summary>
    public ReadOnlyMemory<byte>? SubjectKeyId { get; set; }

    /// <summary>The id of its issuer's key; null: it names none.</summary>
    public ReadOnlyMemory<byte>? IssuerKeyId { get; set; }

    /// <summary>The object identifier of an extension that must be understood and is not; null: there is none.</summary>
    public string? NotUnderstood { get; set; }
}
