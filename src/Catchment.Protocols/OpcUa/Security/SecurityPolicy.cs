using System.Diagnostics.CodeAnalysis;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>A set of algorithms that keeps a channel or a password safe. Source: OPC 10000-7, security policies.</summary>
public sealed class SecurityPolicy
{
    /// <summary>The shortest RSA key that <see cref="Basic256Sha256"/> allows, in bits.</summary>
    internal const int MinKeyBits = 2048;

    /// <summary>The longest RSA key that <see cref="Basic256Sha256"/> allows, in bits.</summary>
    internal const int MaxKeyBits = 4096;

    private const string Prefix = "http://opcfoundation.org/UA/SecurityPolicy#";

    private SecurityPolicy(string name, bool isSecure)
    {
        Name = name;
        Uri = Prefix + name;
        IsSecure = isSecure;
    }

    /// <summary>No security.</summary>
    public static SecurityPolicy None { get; } = new("None", isSecure: false);

    /// <summary>RSA PKCS#1 v1.5 with SHA-256, RSA OAEP with SHA-1, HMAC-SHA-256, AES-256-CBC; keys of 2,048 to 4,096 bits.</summary>
    public static SecurityPolicy Basic256Sha256 { get; } = new("Basic256Sha256", isSecure: true);

    /// <summary>All that there are here.</summary>
    public static IReadOnlyList<SecurityPolicy> All { get; } = [None, Basic256Sha256];

    /// <summary>Its short name, for example <c>Basic256Sha256</c>.</summary>
    public string Name { get; }

    /// <summary>Its name on the wire.</summary>
    public string Uri { get; }

    /// <summary>Whether it signs at all.</summary>
    public bool IsSecure { get; }

    /// <summary>Bytes of the nonces that a channel's keys are derived from; 0 without security.</summary>
    internal int NonceLength => IsSecure ? SymmetricKeys.KeyLength : 0;

    /// <summary>The URI of the algorithm of <c>SignatureData</c>; null without security.</summary>
    internal string? SignatureAlgorithm => IsSecure ? "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" : null;

    /// <summary>The URI of the algorithm that an encrypted password names; null without security.</summary>
    internal string? EncryptionAlgorithm => IsSecure ? "http://www.w3.org/2001/04/xmlenc#rsa-oaep" : null;

    /// <summary>Finds a policy.</summary>
    /// <param name="text">Its URI as it is, or its short name in any case.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>Whether there is such a policy here.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SecurityPolicy? policy)
    {
        foreach (var known in All)
        {
            if (text == known.Uri || string.Equals(text, known.Name, StringComparison.OrdinalIgnoreCase))
            {
                policy = known;
                return true;
            }
        }

        policy = null;
        return false;
    }

    /// <summary>The short name.</summary>
    public override string ToString() => Name;
}
