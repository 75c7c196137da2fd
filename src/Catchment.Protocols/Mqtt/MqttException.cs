namespace Catchment.Protocols.Mqtt;

/// <summary>Something could not be done over MQTT. The message names what was being done and the cause.</summary>
public class MqttException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was being done, and why it failed.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public MqttException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
