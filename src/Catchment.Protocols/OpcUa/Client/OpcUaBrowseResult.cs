namespace Catchment.Protocols.OpcUa.Client;

/// <summary>The references of one node.</summary>
/// <param name="Status">Good, or why there are none, or not all.</param>
/// <param name="References">What was found.</param>
public sealed record OpcUaBrowseResult(StatusCode Status, IReadOnlyList<OpcUaReference> References);
