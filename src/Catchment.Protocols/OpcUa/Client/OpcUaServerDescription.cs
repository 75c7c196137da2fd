namespace Catchment.Protocols.OpcUa.Client;

/// <summary>A server, as it describes itself. Source: OPC 10000-4, 7.2.</summary>
public sealed record OpcUaServerDescription
{
    /// <summary>The name of the installation in all the world.</summary>
    public required string ApplicationUri { get; init; }

    /// <summary>The name of the program in all the world.</summary>
    public required string ProductUri { get; init; }

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Where its endpoints can be asked for.</summary>
    public IReadOnlyList<string> DiscoveryUrls { get; init; } = [];
}
