using Catchment.Tags.Http;

namespace Catchment.Tags.Mqtt.Configuration;

/// <summary>Says what is wrong with a configuration of the publisher as upstream says it. Source: <c>tags</c> 6.6.</summary>
internal static class ConfigurationError
{
    /// <summary>The refusal.</summary>
    /// <param name="what">Which entry, which member, what it has to be.</param>
    public static MqttConfigurationException Of(string what) => new("Error updating MQTT Publisher config: " + what);
}
