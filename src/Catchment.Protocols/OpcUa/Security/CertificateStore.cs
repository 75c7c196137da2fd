using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>
/// A folder with an application's own certificate (<c>own/cert.der</c>, <c>own/private/key.pem</c>), those that it trusts
/// (<c>trusted/certs</c>), those that only complete chains (<c>issuers/certs</c>), the revocation lists of both (<c>trusted/crl</c>,
/// <c>issuers/crl</c>), and those that it refused (<c>rejected</c>). Files are DER or PEM. Whoever changes the folder changes the decisions:
/// it is looked at anew for each. Nothing else is asked: no root of the platform, no network. All members are thread-safe.
/// </summary>
public sealed class CertificateStore
{
    private const string Extension = ".der";
    private const int ThumbprintDigits = 40;
    private const int MostTold = 1_000;

    private readonly Lock _gate = new();
    private readonly CertificateStoreOptions _options;
    private readonly ILogger _logger;
    private readonly FolderCache<Certificate> _own;
    private readonly FolderCache<Certificate> _trusted;
    private readonly FolderCache<Certificate> _issuers;
    private readonly FolderCache<Certificate> _rejected;
    private readonly FolderCache<RevocationList> _trustedLists;
    private readonly FolderCache<RevocationList> _issuerLists;

    // What the log was told last of a certificate, so that a peer that knocks each second fills no log.
    private readonly Dictionary<string, StatusCode> _told = new(StringComparer.Ordinal);

    /// <summary>Takes a folder as a store; folders that are missing are made when something is put into them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How to decide; null: strangers are refused.</param>
    /// <param name="logger">Is told whom the store refuses and why.</param>
    public CertificateStore(string folder, CertificateStoreOptions? options = null, ILogger? logger = null)
    {
        Folder = Path.GetFullPath(folder);
        _options = options ?? new CertificateStoreOptions();
        _logger = logger ?? NullLogger.Instance;
        _own = Certificates("own");
        _trusted = Certificates(Path.Combine("trusted", "certs"));
        _issuers = Certificates(Path.Combine("issuers", "certs"));
        _rejected = Certificates("rejected");
        _trustedLists = RevocationLists(Path.Combine("trusted", "crl"));
        _issuerLists = RevocationLists(Path.Combine("issuers", "crl"));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The application's own certificate; one that its own key signs is made when there is none.</summary>
    /// <param name="request">What it has to say.</param>
    /// <exception cref="OpcUaException">
    /// BadConfigurationError: it cannot be read or written, or its key is missing; BadCertificateUriInvalid: it belongs to another
    /// application. The message says what to do.
    /// </exception>
    public ApplicationCertificate OpenOwn(ApplicationCertificateRequest request)
    {
        lock (_gate)
        {
            var own = new OwnCertificate(_own.Folder, _options.Time, _logger);
            return own.Open(request);
        }
    }

    /// <summary>Everything in the store, in the order own, trusted, issuers, rejected.</summary>
    public IReadOnlyList<CertificateEntry> List() =>
    [
        .. Entries(_own, CertificateState.Own),
        .. Entries(_trusted, CertificateState.Trusted),
        .. Entries(_issuers, CertificateState.Issuer),
        .. Entries(_rejected, CertificateState.Rejected),
    ];

    /// <summary>Trusts a certificate that was rejected.</summary>
    /// <param name="thumbprint">Its SHA-1: 40 hexadecimal digits in any case.</param>
    /// <returns>The certificate as it is listed now; null: there is none like it among the rejected and the trusted.</returns>
    /// <exception cref="OpcUaException">BadConfigurationError: the folder cannot be written.</exception>
    public CertificateEntry? Trust(string thumbprint) => Move(thumbprint, _rejected, _trusted, CertificateState.Trusted);

    /// <summary>Trusts a certificate.</summary>
    /// <param name="certificate">The certificate in DER or PEM.</param>
    /// <returns>The certificate as it is listed now.</returns>
    /// <exception cref="OpcUaException">
    /// BadCertificateInvalid: it is no certificate, or more than one; BadConfigurationError: the folder cannot be written.
    /// </exception>
    public CertificateEntry Trust(ReadOnlySpan<byte> certificate)
    {
        if (Read(certificate.ToArray()) is not [var read])
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, "That is not one certificate.");
        lock (_gate)
        {
            return Put(read, _rejected, _trusted, CertificateState.Trusted);
        }
    }

    /// <summary>Trusts a certificate no longer.</summary>
    /// <param name="thumbprint">Its SHA-1: 40 hexadecimal digits in any case.</param>
    /// <returns>The certificate as it is listed now; null: there is none like it among the trusted and the rejected.</returns>
    /// <exception cref="OpcUaException">
    /// BadConfigurationError: the folder cannot be written, or the certificate stands in one file with others.
    /// </exception>
    public CertificateEntry? Reject(string thumbprint) => Move(thumbprint, _trusted, _rejected, CertificateState.Rejected);

    /// <summary>Decides about a peer, keeps its certificate where the configuration wants it, and tells the log.</summary>
    /// <param name="chain">What the peer sent.</param>
    /// <param name="expectation">What it has to be good for.</param>
    internal CertificateValidation Validate(CertificateChain chain, CertificateExpectation expectation)
    {
        var trusted = _trusted.Look();
        var list = new TrustList(trusted, _issuers.Look(), [.. _trustedLists.Look(), .. _issuerLists.Look()]);
        var trustsSelfSigned = _options.Acceptance == CertificateAcceptance.Auto
            && trusted.Count < _options.MaxAutomatic
            && !_rejected.Look().Any(r => r.Item.IsSameAs(chain.Leaf));
        var validator = new CertificateValidator(list, _options.Time.GetUtcNow(), _options.NeedsRevocationLists, trustsSelfSigned);
        var validation = validator.Validate(chain, expectation);
        if (validation.IsGood)
        {
            if (validator.IsNewlyTrusted)
                KeepTrusted(chain.Leaf);
            ForgetTold(chain.Leaf);
            return validation;
        }

        // These two somebody can mend who looks at the certificate; the others only its owner.
        if (validation.Status == StatusCodes.BadCertificateUntrusted || validation.Status == StatusCodes.BadCertificateChainIncomplete)
            validation = validation with { KeptAt = KeepRejected(chain.Leaf) };
        Tell(chain.Leaf, validation);
        return validation;
    }

    private IEnumerable<CertificateEntry> Entries(FolderCache<Certificate> folder, CertificateState state) =>
        folder.Look().Select(c => Entry(c, state));

    private CertificateEntry Entry(StoredItem<Certificate> stored, CertificateState state) => new(
        stored.Item.ThumbprintText,
        state,
        stored.Item.SubjectText,
        stored.Item.ApplicationUri,
        stored.Item.NotBefore,
        stored.Item.NotAfter,
        stored.File)
    {
        IsUser = _options.IsForUsers,
    };

    private static Certificate[] Read(byte[] content) => [.. PemFile.Decode(content, "CERTIFICATE").Select(der => Certificate.Decode(der))];

    private static StoredItem<Certificate>? Find(FolderCache<Certificate> folder, string thumbprint)
    {
        foreach (var stored in folder.Look())
        {
            if (string.Equals(stored.Item.ThumbprintText, thumbprint, StringComparison.OrdinalIgnoreCase))
                return stored;
        }

        return null;
    }

    // The only names that are ever made: nothing of what a certificate says gets into a path.
    private static string FileOf(FolderCache<Certificate> folder, Certificate certificate) =>
        Path.Combine(folder.Folder, certificate.ThumbprintText + Extension);

    private static string Keep(FolderCache<Certificate> folder, Certificate certificate)
    {
        var file = FileOf(folder, certificate);
        Directory.CreateDirectory(folder.Folder);
        WholeFile.Write(file, certificate.RawData.Span);
        return file;
    }

    private FolderCache<Certificate> Certificates(string folder) => new(Path.Combine(Folder, folder), Read, _logger);

    private FolderCache<RevocationList> RevocationLists(string folder) => new(
        Path.Combine(Folder, folder),
        content => [.. PemFile.Decode(content, "X509 CRL").Select(der => RevocationList.Decode(der))],
        _logger);

    private CertificateEntry? Move(string thumbprint, FolderCache<Certificate> from, FolderCache<Certificate> to, CertificateState state)
    {
        lock (_gate)
        {
            if (Find(from, thumbprint) is { } found)
                return Put(found.Item, from, to, state);
            return Find(to, thumbprint) is { } there ? Entry(there, state) : null;
        }
    }

    private CertificateEntry Put(Certificate certificate, FolderCache<Certificate> from, FolderCache<Certificate> to, CertificateState state)
    {
        try
        {
            var sources = from.Look().Where(s => s.Item.IsSameAs(certificate)).Select(s => s.File).ToHashSet(StringComparer.Ordinal);
            if (from.Look().FirstOrDefault(s => sources.Contains(s.File) && !s.Item.IsSameAs(certificate)).File is { } shared)
                throw new OpcUaException(StatusCodes.BadConfigurationError, $"The certificate stands in '{shared}' with others: take it out there.");
            if (state == CertificateState.Rejected)
                MakeRoom();
            var file = to.Look().FirstOrDefault(s => s.Item.IsSameAs(certificate)).File ?? Keep(to, certificate);
            foreach (var source in sources)
                File.Delete(source);
            _told.Remove(certificate.ThumbprintText);
            return Entry(new StoredItem<Certificate>(certificate, file), state);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OpcUaException(StatusCodes.BadConfigurationError, $"The certificate store '{Folder}' cannot be written: {e.Message}", e);
        }
    }

    private void KeepTrusted(Certificate certificate)
    {
        var file = FileOf(_trusted, certificate);
        lock (_gate)
        {
            try
            {
                Keep(_trusted, certificate);
                SecurityLog.NewlyTrusted(_logger, certificate.SubjectText, certificate.ThumbprintText, file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                SecurityLog.CannotKeep(_logger, file, e.Message);
            }
        }
    }

    private string? KeepRejected(Certificate certificate)
    {
        if (_options.MaxRejected <= 0)
            return null;
        var file = FileOf(_rejected, certificate);
        lock (_gate)
        {
            try
            {
                if (File.Exists(file))
                {
                    File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime);
                    return file;
                }

                MakeRoom();
                Keep(_rejected, certificate);
                return file;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                SecurityLog.CannotKeep(_logger, file, e.Message);
                return null;
            }
        }
    }

    private void MakeRoom()
    {
        if (!Directory.Exists(_rejected.Folder))
            return;
        FileInfo[] kept =
        [
            .. new DirectoryInfo(_rejected.Folder).EnumerateFiles("*" + Extension)
                .Where(f => f.Name.Length == ThumbprintDigits + Extension.Length)
                .OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal),
        ];
        foreach (var oldest in kept.Take(kept.Length - _options.MaxRejected + 1))
            oldest.Delete();
    }

    private void ForgetTold(Certificate certificate)
    {
        lock (_gate)
        {
            _told.Remove(certificate.ThumbprintText);
        }
    }

    private void Tell(Certificate certificate, CertificateValidation validation)
    {
        lock (_gate)
        {
            if (_told.TryGetValue(certificate.ThumbprintText, out var told) && told == validation.Status)
                return;
            if (_told.Count >= MostTold)
                _told.Clear();
            _told[certificate.ThumbprintText] = validation.Status;
        }

        if (validation.KeptAt is { } file)
            SecurityLog.RefusedAndKept(_logger, validation.Reason, validation.Status, file, _options.HowToTrust);
        else
            SecurityLog.Refused(_logger, validation.Reason, validation.Status);
    }
}
