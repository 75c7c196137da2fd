using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>Turns a <see cref="MqttTls"/> into what a TLS connection needs.</summary>
internal static class BrokerTrust
{
    /// <summary>Reads the files.</summary>
    /// <param name="tls">What is wanted.</param>
    /// <param name="host">The name that the certificate has to have.</param>
    /// <exception cref="MqttException">A file cannot be read, or is not what it should be.</exception>
    public static SslClientAuthenticationOptions Read(MqttTls tls, string host)
    {
        try
        {
            var authorities = tls.CaFile is { } file && tls.ChecksCertificate ? ReadAuthorities(file) : null;
            return new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ClientCertificateContext = tls.CertificateFile is { } certificate ? ReadOwn(certificate, tls.KeyFile) : null,
#pragma warning disable CA5359 // Believing anybody is what its owner has asked for, in as many words.
                RemoteCertificateValidationCallback = (_, shown, chain, errors) => !tls.ChecksCertificate || IsTrusted(tls, authorities, shown, chain, errors),
#pragma warning restore CA5359
            };
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MqttException($"the certificates cannot be used: {e.Message}", e);
        }
    }

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException($"'{file}' holds no certificate");
    }

    private static SslStreamCertificateContext ReadOwn(string certificateFile, string? keyFile)
    {
        var own = X509Certificate2.CreateFromPemFile(certificateFile, keyFile ?? certificateFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificateFile);
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }

    private static bool IsTrusted(MqttTls tls, X509Certificate2Collection? authorities, X509Certificate? shown, X509Chain? received, SslPolicyErrors errors)
    {
        if (shown is not X509Certificate2 certificate)
            return false;
        if (tls.ChecksHostName && (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != SslPolicyErrors.None)
            return false;
        if (authorities is null)
            return (errors & SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (received is not null)
        {
            foreach (var element in received.ChainElements)
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            chain.ChainPolicy.ExtraStore.AddRange(received.ChainPolicy.ExtraStore);
        }

        return chain.Build(certificate);
    }
}
