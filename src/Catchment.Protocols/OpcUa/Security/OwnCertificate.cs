using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>The folder <c>own</c> of a certificate store.</summary>
/// <param name="folder">The folder.</param>
/// <param name="time">The clock of new certificates.</param>
/// <param name="logger">Is told what is made.</param>
internal sealed class OwnCertificate(string folder, TimeProvider time, ILogger logger)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _certificateFile = Path.Combine(folder, "cert.der");
    private readonly string _keyFile = Path.Combine(folder, "private", "key.pem");

    /// <inheritdoc cref="CertificateStore.OpenOwn"/>
    public ApplicationCertificate Open(ApplicationCertificateRequest request)
    {
        if (!File.Exists(_certificateFile))
            Make(request);
        else if (!File.Exists(_keyFile))
            throw new OpcUaException(StatusCodes.BadConfigurationError, $"'{_certificateFile}' is there without its key '{_keyFile}': add the key, or remove the certificate to have both made.");
        var own = ApplicationCertificate.Load(_certificateFile, _keyFile);
        if (own.ApplicationUri != request.ApplicationUri)
        {
            own.Dispose();
            throw new OpcUaException(
                StatusCodes.BadCertificateUriInvalid,
                $"'{_certificateFile}' belongs to the application '{own.ApplicationUri}' and not to '{request.ApplicationUri}': remove it to have one made, or name its application in the configuration.");
        }

        if (!own.Leaf.IsValidAt(time.GetUtcNow()))
            SecurityLog.OwnNotValid(logger, _certificateFile, own.NotBefore, own.NotAfter);
        return own;
    }

    private void Make(ApplicationCertificateRequest request)
    {
        try
        {
            var privateFolder = Path.GetDirectoryName(_keyFile)!;
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(privateFolder);
            else
                Directory.CreateDirectory(privateFolder, OwnerOnly);

            // The key first: a certificate without one could not be used, while a key alone waits for its certificate.
            using var key = OpenKey();
            var certificate = CertificateMaker.Make(request, key, time.GetUtcNow());
            WholeFile.Write(_certificateFile, certificate);
            var made = Certificate.Decode(certificate);
            SecurityLog.OwnMade(logger, made.ThumbprintText, request.ApplicationUri, _certificateFile, made.NotAfter);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new OpcUaException(StatusCodes.BadConfigurationError, $"No own certificate can be made in '{folder}': {e.Message}", e);
        }
    }

    private RSA OpenKey()
    {
        var key = RSA.Create(CertificateMaker.KeyBits);
        try
        {
            if (File.Exists(_keyFile))
                key.ImportFromPem(Encoding.UTF8.GetString(PemFile.ReadBounded(_keyFile)));
            else
                WholeFile.Write(_keyFile, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"), isPrivate: true);
            return key;
        }
        catch (Exception)
        {
            key.Dispose();
            throw;
        }
    }
}
