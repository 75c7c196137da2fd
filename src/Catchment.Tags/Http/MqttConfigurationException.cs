namespace Catchment.Tags.Http;

/// <summary>A configuration of the MQTT publisher cannot be taken; the message is the text of the API's error 400.</summary>
/// <param name="message">Why.</param>
public sealed class MqttConfigurationException(string message) : Exception(message);
