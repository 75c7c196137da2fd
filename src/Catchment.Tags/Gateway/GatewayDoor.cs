using Catchment.Core.Diagnostics;

namespace Catchment.Tags.Gateway;

/// <summary>The numbers of one way into the gateway. Every counter is safe on any thread and allocates nothing.</summary>
/// <param name="name">Its name.</param>
public sealed class GatewayDoor(string name)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Clients that are connected: add 1, and −1 at their end.</summary>
    public StripedCounter Clients { get; } = new();

    /// <summary>Requests that were answered.</summary>
    public StripedCounter Requests { get; } = new();

    /// <summary>Requests that were answered with an error.</summary>
    public StripedCounter Errors { get; } = new();
}
