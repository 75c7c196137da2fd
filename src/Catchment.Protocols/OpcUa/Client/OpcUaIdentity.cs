using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>Who a client's session acts for. Source: OPC 10000-4, 7.41.</summary>
public sealed class OpcUaIdentity
{
    private OpcUaIdentity()
    {
    }

    /// <summary>Nobody in particular.</summary>
    public static OpcUaIdentity Anonymous { get; } = new();

    /// <summary>The user's name; null: there is none.</summary>
    internal string? Name { get; private init; }

    /// <summary>The user's password.</summary>
    internal string Password { get; private init; } = "";

    /// <summary>The user's certificate; null: there is none.</summary>
    internal ApplicationCertificate? Certificate { get; private init; }

    /// <summary>A user with a password.</summary>
    public static OpcUaIdentity User(string name, string password) => new() { Name = name, Password = password };

    /// <summary>A user with a certificate and its key.</summary>
    /// <param name="certificate">It has to stay open as long as the client is.</param>
    public static OpcUaIdentity X509(ApplicationCertificate certificate) => new() { Certificate = certificate };

    /// <summary>For people; without the password.</summary>
    public override string ToString() =>
        Name is not null ? $"user '{Name}'"
        : Certificate is not null ? $"user with the certificate {Certificate.Thumbprint}"
        : "anonymous user";
}
