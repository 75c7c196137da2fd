
namespace Catchment.Tags.Mqtt.Sparkplug;

/// <summary>The data types that points become; the number is the one of Sparkplug B (6.4.16).</summary>
internal enum SparkplugType
{
    Int64 = 4,
    Double = 10,
    Boolean = 11,
    String = 12,
}
