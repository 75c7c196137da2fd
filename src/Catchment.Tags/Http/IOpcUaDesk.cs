using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Servers.OpcUa;

namespace Catchment.Tags.Http;

/// <summary>What the API and the console ask of the OPC UA server.</summary>
public interface IOpcUaDesk
{
    /// <summary>How it is; a picture of one moment.</summary>
    OpcUaStatus Status { get; }

    /// <summary>Its certificate, and those of its clients and users.</summary>
    IReadOnlyList<CertificateEntry> Certificates { get; }

    /// <summary>Trusts a client's or user's certificate, or trusts it no longer.</summary>
    /// <param name="thumbprint">Its SHA-1: 40 hexadecimal digits in any case.</param>
    /// <param name="isTrusted">It is trusted.</param>
    /// <returns>The certificate as it is now; null: there is none.</returns>
    /// <exception cref="IOException">The folder of certificates cannot be written.</exception>
    CertificateEntry? Judge(string thumbprint, bool isTrusted);
}
