namespace Catchment.Protocols.Mqtt;

/// <summary>How a connection is encrypted, and how far the broker is believed. Files are PEM, read anew for each connection.</summary>
public sealed record MqttTls
{
    /// <summary>The certificates that are trusted, instead of the system's; null: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>This side's certificate, and those between it and its authority; null: none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The certificate's key, not encrypted; null: it is in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Whether the certificate has to name the host.</summary>
    public bool ChecksHostName { get; init; } = true;

    /// <summary>Whether the certificate is checked at all.</summary>
    public bool ChecksCertificate { get; init; } = true;
}
