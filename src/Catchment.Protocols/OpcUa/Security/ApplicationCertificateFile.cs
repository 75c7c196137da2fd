using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>Reads the files of one's own certificate and key.</summary>
internal static class ApplicationCertificateFile
{
    private static readonly string[] KeyLabels = ["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"];

    /// <inheritdoc cref="ApplicationCertificate.Load"/>
    public static ApplicationCertificate Load(string certificateFile, string? keyFile, string? password)
    {
        var file = certificateFile;
        try
        {
            var content = PemFile.ReadBounded(certificateFile);
            if (IsPkcs12(content))
                return LoadPkcs12(content, keyFile, password, ref file);
            Certificate[] chain = [.. PemFile.Decode(content, "CERTIFICATE").Select(der => Certificate.Decode(der))];
            if (chain.Length == 0)
                throw new CryptographicException("there is no certificate in it");
            return new ApplicationCertificate(chain, LoadKey(file = keyFile ?? certificateFile, password));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or OpcUaException)
        {
            var status = (e as OpcUaException)?.Status ?? StatusCodes.BadConfigurationError;
            throw new OpcUaException(status, $"'{file}' cannot be used as this application's own certificate or key: {e.Message}", e);
        }
    }

    private static bool IsPkcs12(byte[] content) => content is [0x30, ..] && X509Certificate2.GetCertContentType(content) == X509ContentType.Pkcs12;

    private static ApplicationCertificate LoadPkcs12(byte[] content, string? keyFile, string? password, ref string file)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(content, password, X509KeyStorageFlags.EphemeralKeySet);
        try
        {
            var own = all.FirstOrDefault(c => c.HasPrivateKey) ?? (keyFile is null ? throw new CryptographicException("there is no key in it") : all[0]);
            Certificate[] chain = [.. all.OrderByDescending(c => ReferenceEquals(c, own)).Select(c => Certificate.Decode(c.RawData))];
            var key = keyFile is null
                ? own.GetRSAPrivateKey() ?? throw new CryptographicException("its key is no RSA key")
                : LoadKey(file = keyFile, password);
            return new ApplicationCertificate(chain, key);
        }
        finally
        {
            foreach (var certificate in all)
                certificate.Dispose();
        }
    }

    private static RSA LoadKey(string file, string? password)
    {
        var content = PemFile.ReadBounded(file);
        var key = RSA.Create();
        try
        {
            if (content is [0x30, ..])
                ImportDer(key, content, password);
            else
                ImportPem(key, content, password);
            return key;
        }
        catch (Exception)
        {
            key.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static void ImportDer(RSA key, byte[] content, string? password)
    {
        if (password is not null)
        {
            key.ImportEncryptedPkcs8PrivateKey(password, content, out _);
            return;
        }

        try
        {
            key.ImportPkcs8PrivateKey(content, out _);
        }
        catch (CryptographicException)
        {
            key.ImportRSAPrivateKey(content, out _);
        }
    }

    private static void ImportPem(RSA key, byte[] content, string? password)
    {
        // Certificates may stand in the same file, which the platform's own reader takes for several keys.
        foreach (var label in KeyLabels)
        {
            if (PemFile.Decode(content, label) is not [var der, ..])
                continue;
            var pem = PemEncoding.WriteString(label, der);
            if (label == "ENCRYPTED PRIVATE KEY")
                key.ImportFromEncryptedPem(pem, password ?? throw new CryptographicException("the key is encrypted, and there is no password"));
            else
                key.ImportFromPem(pem);
            return;
        }

        throw new CryptographicException(Encoding.ASCII.GetString(content).Contains("ENCRYPTED", StringComparison.Ordinal)
            ? "the key is encrypted in a way that is not known; write it as PKCS#8"
            : "there is no RSA key in it");
    }
}
