namespace Catchment.Protocols.OpcUa.Client;

/// <summary>A way in which a server may be connected with, as it tells. Source: OPC 10000-4, 7.14.</summary>
public sealed record OpcUaServerEndpoint
{
    /// <summary>Where, as the server says: clients may reach it by another name.</summary>
    public required string Url { get; init; }

    /// <summary>The security policy's name on the wire.</summary>
    public required string PolicyUri { get; init; }

    /// <summary>Whether messages are signed, or signed and encrypted.</summary>
    public required MessageSecurityMode Mode { get; init; }

    /// <summary>The larger, the safer the server thinks it is.</summary>
    public byte SecurityLevel { get; init; }

    /// <summary>The server's application.</summary>
    public required OpcUaServerDescription Server { get; init; }

    /// <summary>The server's certificate in DER, those of its issuers perhaps behind it; empty: none.</summary>
    public ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>Whether users may say nothing about who they are.</summary>
    public bool AllowsAnonymous { get; init; }

    /// <summary>Whether users may give a name and a password.</summary>
    public bool AllowsUserName { get; init; }

    /// <summary>Whether users may show a certificate.</summary>
    public bool AllowsCertificate { get; init; }
}
