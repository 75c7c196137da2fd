namespace Catchment.Tags.Poller;

/// <summary>How a device stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as it is written.</param>
/// <param name="Endpoint">Where it is asked; empty: nowhere.</param>
/// <param name="IsPolled">It is asked at all.</param>
/// <param name="IsUp">It answered the last scan.</param>
/// <param name="Tags">How many tags it has.</param>
/// <param name="FailedTags">How many of them have no value.</param>
/// <param name="Error">The first error among them; null: none has one.</param>
/// <param name="LastSuccess">When a tag of it was read last, in Unix seconds; null: never.</param>
public sealed record DeviceReport(string Name, string Type, string Endpoint, bool IsPolled, bool IsUp, int Tags, int FailedTags, string? Error, long? LastSuccess);
