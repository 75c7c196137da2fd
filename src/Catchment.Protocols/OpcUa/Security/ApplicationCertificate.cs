using System.Security.Cryptography;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>An application's own certificate with its key. Several threads may use it at once.</summary>
public sealed class ApplicationCertificate : IDisposable
{
    /// <summary>Takes a certificate and its key over.</summary>
    /// <param name="chain">The certificate first, then those that issued it.</param>
    /// <param name="key">Its key; it goes with this object.</param>
    /// <exception cref="OpcUaException">
    /// BadConfigurationError: the key is another's; BadCertificatePolicyCheckFailed: it is too short or too long.
    /// </exception>
    internal ApplicationCertificate(IReadOnlyList<Certificate> chain, RSA key)
    {
        Leaf = chain[0];
        Key = new AsymmetricKey(key);
        if (!Key.BelongsTo(Leaf.PublicKey.Span))
        {
            Key.Dispose();
            throw new OpcUaException(StatusCodes.BadConfigurationError, $"The key is not the one of the certificate {Leaf.ThumbprintText}.");
        }

        byte[] sent = [.. chain.SelectMany(c => c.RawData.ToArray())];
        Chain = sent;
    }

    /// <summary>The certificate in DER: what endpoints and sessions show.</summary>
    public ReadOnlyMemory<byte> RawData => Leaf.RawData;

    /// <summary>The certificate and those that issued it, one after another: what the header of an OpenSecureChannel carries.</summary>
    public ReadOnlyMemory<byte> Chain { get; }

    /// <summary>The SHA-1 of the certificate in upper-case hexadecimal digits.</summary>
    public string Thumbprint => Leaf.ThumbprintText;

    /// <summary>Its name for people.</summary>
    public string Subject => Leaf.SubjectText;

    /// <summary>The application that it names; null: none.</summary>
    public string? ApplicationUri => Leaf.ApplicationUri;

    /// <summary>From when on it is valid.</summary>
    public DateTimeOffset NotBefore => Leaf.NotBefore;

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset NotAfter => Leaf.NotAfter;

    /// <summary>What it says.</summary>
    internal Certificate Leaf { get; }

    /// <summary>Its key with the private part.</summary>
    internal AsymmetricKey Key { get; }

    /// <summary>Reads a certificate and its key from files in PEM, DER or PKCS#12.</summary>
    /// <param name="certificateFile">The certificate; in PEM those that issued it may follow, and the key may be there too.</param>
    /// <param name="keyFile">The key; null: it is in <paramref name="certificateFile"/>.</param>
    /// <param name="password">What the key or the PKCS#12 file is encrypted with; null: nothing.</param>
    /// <exception cref="OpcUaException">
    /// BadConfigurationError, BadCertificateInvalid or BadCertificatePolicyCheckFailed: a file cannot be read or is not what it should be;
    /// the message names the file.
    /// </exception>
    public static ApplicationCertificate Load(string certificateFile, string? keyFile = null, string? password = null) =>
        ApplicationCertificateFile.Load(certificateFile, keyFile, password);

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();
}
