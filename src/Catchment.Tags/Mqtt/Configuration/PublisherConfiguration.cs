using System.Text.Json;

namespace Catchment.Tags.Mqtt.Configuration;

/// <summary>The publisher's configuration, as it was read and as it was given. Source: <c>tags</c> 6.6.</summary>
public sealed record PublisherConfiguration
{
    /// <summary>One without brokers and mappings, which is not enabled.</summary>
    public static PublisherConfiguration Empty { get; } = PublisherConfigurationReader.Read("{}"u8);

    /// <summary>Whether anything is published.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>The brokers.</summary>
    public required IReadOnlyList<BrokerEntry> Brokers { get; init; }

    /// <summary>The mappings.</summary>
    public required IReadOnlyList<PublisherMapping> Mappings { get; init; }

    /// <summary>The list of brokers as it was given.</summary>
    public required JsonElement GivenBrokers { get; init; }

    /// <summary>The list of mappings as it was given.</summary>
    public required JsonElement GivenMappings { get; init; }

    /// <summary>Texts of enumerations that are not known and are taken for their default: for the log.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Writes the answer of GET <c>/mqtt-publisher/config</c>; it is also what is kept over a restart.</summary>
    /// <param name="writer">Takes it.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteBoolean("enabled", IsEnabled);
        writer.WritePropertyName("brokers");
        GivenBrokers.WriteTo(writer);
        writer.WritePropertyName("mappings");
        GivenMappings.WriteTo(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the answer of GET <c>/mappings/mqtt-publisher</c>: the mappings by their ids.</summary>
    /// <param name="writer">Takes it.</param>
    public void WriteMappingsTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        for (var i = 0; i < Mappings.Count; i++)
        {
            writer.WritePropertyName(Mappings[i].Id);
            GivenMappings[i].WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>The same without a mapping; null: there is none of that id.</summary>
    /// <param name="id">The mapping's id.</param>
    public PublisherConfiguration? Without(string id)
    {
        var index = 0;
        while (index < Mappings.Count && Mappings[index].Id != id)
            index++;
        if (index == Mappings.Count)
            return null;
        JsonElement[] left = [.. GivenMappings.EnumerateArray().Where((_, i) => i != index)];
        return this with
        {
            Mappings = [.. Mappings.Where((_, i) => i != index)],
            GivenMappings = JsonSerializer.SerializeToElement(left),
        };
    }
}
