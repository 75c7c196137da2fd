namespace Catchment.Tags.Mqtt.Payloads;

/// <summary>The forms of a publication. Source: <c>tags</c> 6.6.</summary>
public enum PayloadFormat
{
    /// <summary>An object; also for texts that name no format.</summary>
    Json,

    /// <summary>A line of names, if wanted, and one of values.</summary>
    Csv,

    /// <summary><c>name=value</c> with blanks between.</summary>
    Plain,

    /// <summary>A small document.</summary>
    Xml,

    /// <summary>Sparkplug B: no payload of its own, but metrics of the broker's edge node.</summary>
    Sparkplug,
}
