using System.Text.Json;

namespace Catchment.Tags.Http;

/// <summary>What the API asks of the MQTT publisher. Source: <c>tags</c> 6.6.</summary>
public interface IMqttDesk
{
    /// <summary>Replaces the configuration; durable and in effect when it returns.</summary>
    /// <param name="configuration">An object; <c>enabled</c>, <c>brokers</c> and <c>mappings</c> are checked here. It is valid during the call only.</param>
    /// <param name="cancellation">Ends the wait, not what has begun.</param>
    /// <exception cref="MqttConfigurationException">It cannot be; the old one stays.</exception>
    /// <exception cref="IOException">It could not be made durable; the old one stays.</exception>
    Task ConfigureAsync(JsonElement configuration, CancellationToken cancellation);

    /// <summary>Writes the configuration as it was given: an object with <c>enabled</c>, <c>brokers</c> and <c>mappings</c>.</summary>
    /// <param name="writer">Takes it.</param>
    void WriteConfiguration(Utf8JsonWriter writer);

    /// <summary>Writes an object with <c>enabled</c>, <c>running</c>, <c>brokers_count</c>, <c>mappings_count</c> and <c>broker_status</c>.</summary>
    /// <param name="writer">Takes it.</param>
    void WriteStatus(Utf8JsonWriter writer);

    /// <summary>Writes an object of all mappings by their ids.</summary>
    /// <param name="writer">Takes it.</param>
    void WriteMappings(Utf8JsonWriter writer);

    /// <summary>Removes a mapping from the running configuration; durable when it returns.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the wait, not what has begun.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="IOException">It could not be made durable; nothing has changed.</exception>
    Task<bool> RemoveMappingAsync(string id, CancellationToken cancellation);
}
