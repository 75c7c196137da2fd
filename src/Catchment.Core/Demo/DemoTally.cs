namespace Catchment.Core.Demo;

/// <summary>What a demo source has sent.</summary>
/// <param name="Sent">Items that the node took.</param>
/// <param name="Refused">Items that the node answered with an error.</param>
/// <param name="Bytes">Bytes of the items sent.</param>
public sealed record DemoTally(long Sent, long Refused, long Bytes);
