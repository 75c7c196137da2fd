using Catchment.Tags.Store;

namespace Catchment.Tags.Mqtt.Sparkplug;

/// <summary>A metric of a payload.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its value; one that the type cannot hold is told as null.</param>
/// <param name="Timestamp">Unix milliseconds.</param>
/// <param name="Quality">Its quality; null: it has none.</param>
internal readonly record struct SparkplugMetric(string Name, SparkplugType Type, TagValue Value, long Timestamp, TagQuality? Quality = null);
