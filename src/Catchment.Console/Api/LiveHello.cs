namespace Catchment.WebConsole.Api;

/// <summary>The first message of the live stream.</summary>
/// <param name="Node">The node that speaks.</param>
/// <param name="Now">Its local time.</param>
public sealed record LiveHello(string Node, string Now);
