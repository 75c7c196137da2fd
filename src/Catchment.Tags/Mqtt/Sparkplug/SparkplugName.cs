namespace Catchment.Tags.Mqtt.Sparkplug;

/// <summary>Where a key stands in Sparkplug: a device's metric, or the node's own. Source of the keys' forms: <c>tags</c> 5.5, 8.5.</summary>
/// <param name="Device">The device; empty: the node itself.</param>
/// <param name="Metric">The metric's name.</param>
internal readonly record struct SparkplugName(string Device, string Metric)
{
    /// <summary>Takes a key apart: <c>device:tag</c>, or <c>device.tag</c>. What a topic has no place for becomes <c>_</c> in a device's name.</summary>
    public static SparkplugName Of(string key)
    {
        var at = key.IndexOf(':', StringComparison.Ordinal);
        if (at < 0)
            at = key.IndexOf('.', StringComparison.Ordinal);
        return at <= 0 || at == key.Length - 1
            ? new SparkplugName("", key)
            : new SparkplugName(key[..at].Replace('/', '_').Replace('+', '_').Replace('#', '_'), key[(at + 1)..]);
    }
}
