namespace Catchment.Protocols.OpcUa.Security;

/// <summary>A certificate in a store, for people.</summary>
/// <param name="Thumbprint">Its SHA-1 in upper-case hexadecimal digits.</param>
/// <param name="State">What it is there for.</param>
/// <param name="Subject">Its name: one line of at most 200 characters.</param>
/// <param name="ApplicationUri">The application that it names; null: none. Its owner has written it: any text.</param>
/// <param name="NotBefore">From when on it is valid.</param>
/// <param name="NotAfter">Until when it is valid.</param>
/// <param name="File">The file that holds it.</param>
public sealed record CertificateEntry(
    string Thumbprint,
    CertificateState State,
    string Subject,
    string? ApplicationUri,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string File)
{
    /// <summary>Whether it is a user's: it stands in a store for users.</summary>
    public bool IsUser { get; init; }
}
