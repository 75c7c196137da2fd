namespace Catchment.Tags.Mqtt.Configuration;

/// <summary>An edge node of Sparkplug B.</summary>
/// <param name="GroupId">Its group.</param>
/// <param name="EdgeNodeId">Its name in the group.</param>
public sealed record SparkplugNode(string GroupId, string EdgeNodeId);
