using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa.Security;

/// <summary>A certificate and its key, made as a test wants them. Keys are shared: making one takes long.</summary>
internal sealed class TestIdentity
{
    public const string Uri = "urn:gauge:Client";

    /// <summary>The time at which everything is valid unless it says otherwise.</summary>
    public static readonly DateTimeOffset Now = new(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private const X509KeyUsageFlags ApplicationUse = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation
        | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment;

    private static readonly Lazy<RSA[]> Keys = new(() => [.. Enumerable.Range(0, 4).Select(_ => RSA.Create(2048))]);

    private static int _serial;

    private TestIdentity(X500DistinguishedName name, RSA key, byte[] der)
    {
        Name = name;
        Key = key;
        Certificate = Certificate.Decode(der);
    }

    public static RSA ApplicationKey => Keys.Value[0];

    public static RSA AuthorityKey => Keys.Value[1];

    public static RSA IntermediateKey => Keys.Value[2];

    public static RSA OtherKey => Keys.Value[3];

    public X500DistinguishedName Name { get; }

    public RSA Key { get; }

    public Certificate Certificate { get; }

    public byte[] Der => Certificate.RawData.ToArray();

    public string Thumbprint => Certificate.ThumbprintText;

    public static TestIdentity Authority(string name = "Authority", TestIdentity? issuer = null, RSA? key = null, Action<TestCertificate>? change = null)
    {
        var wanted = new TestCertificate
        {
            Name = name,
            Key = key ?? (issuer is null ? AuthorityKey : IntermediateKey),
            IsAuthority = true,
            KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
            Purposes = null,
            Uri = null,
        };
        change?.Invoke(wanted);
        return Make(wanted, issuer);
    }

    /// <summary>A client's certificate: signed by itself, or by an authority.</summary>
    public static TestIdentity Application(TestIdentity? issuer = null, Action<TestCertificate>? change = null)
    {
        var wanted = new TestCertificate { Name = "Gauge", Key = ApplicationKey, KeyUsage = ApplicationUse, Uri = Uri };
        change?.Invoke(wanted);
        return Make(wanted, issuer);
    }

    /// <summary>A list of this authority's.</summary>
    public byte[] RevocationList(IEnumerable<TestIdentity>? revoked = null, DateTimeOffset? from = null, DateTimeOffset? until = null, RSA? key = null)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var identity in revoked ?? [])
            builder.AddEntry(identity.Certificate.SerialNumber.Span, Now.AddDays(-1));
        var keyId = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new X509SubjectKeyIdentifierExtension(new PublicKey(key ?? Key), critical: false));
        return builder.Build(
            Name,
            X509SignatureGenerator.CreateForRSA(key ?? Key, RSASignaturePadding.Pkcs1),
            1,
            until ?? Now.AddDays(30),
            HashAlgorithmName.SHA256,
            keyId,
            from ?? Now.AddDays(-1));
    }

    /// <summary>What it sends when these follow.</summary>
    public CertificateChain Sent(params TestIdentity[] issuers) => CertificateChain.Decode([.. Der, .. issuers.SelectMany(i => i.Der)]);

    private static TestIdentity Make(TestCertificate wanted, TestIdentity? issuer)
    {
        var name = new X500DistinguishedName($"CN={wanted.Name}, O=Catchment");
        var request = new CertificateRequest(name, wanted.Key, wanted.Hash, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(wanted.IsAuthority, wanted.PathLength is not null, wanted.PathLength ?? 0, critical: true));
        var keyId = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(keyId);
        if (wanted.KeyUsage is { } usage)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        if (wanted.Purposes is { } purposes)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. purposes.Select(p => new Oid(p))], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        if (wanted.Uri is { } uri)
            names.AddUri(new Uri(uri));
        foreach (var host in wanted.Hosts)
            names.AddDnsName(host);
        foreach (var address in wanted.Addresses)
            names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        foreach (var extension in wanted.More)
            request.CertificateExtensions.Add(extension);
        var signer = wanted.SignedWith ?? issuer?.Key ?? wanted.Key;
        var serial = BitConverter.GetBytes(Interlocked.Increment(ref _serial) | 0x1000_0000);
        Array.Reverse(serial);
        using var made = request.Create(
            issuer?.Name ?? name,
            wanted.Hash == HashAlgorithmName.SHA1 ? new Sha1SignatureGenerator(signer) : X509SignatureGenerator.CreateForRSA(signer, RSASignaturePadding.Pkcs1),
            wanted.NotBefore,
            wanted.NotAfter,
            serial);
        return new TestIdentity(name, wanted.Key, made.RawData);
    }
}
