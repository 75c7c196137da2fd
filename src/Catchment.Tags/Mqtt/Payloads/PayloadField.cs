using Catchment.Tags.Store;

namespace Catchment.Tags.Mqtt.Payloads;

/// <summary>A tag as it is published.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Value">Its value; null: it is not registered, and nothing is to be told in its place.</param>
public readonly record struct PayloadField(string Name, TagValue? Value);
