using Catchment.Tags.Store;

namespace Catchment.Tags.Mqtt.Sparkplug;

/// <summary>Writes payloads of Sparkplug B (6.4): Protocol Buffers.</summary>
internal static class SparkplugPayload
{
    private const int Int32Type = 3;
    private const uint Good = 192;
    private const uint Stale = 500;

    /// <summary>Writes a payload.</summary>
    /// <param name="timestamp">Unix milliseconds.</param>
    /// <param name="sequence">Its number, 0 to 255; null: a death has none.</param>
    /// <param name="metrics">What it says.</param>
    public static byte[] Write(long timestamp, int? sequence, IEnumerable<SparkplugMetric> metrics)
    {
        var payload = new ProtobufWriter();
        payload.Number(1, (ulong)timestamp);
        foreach (var metric in metrics)
            payload.Message(2, Metric(metric));
        if (sequence is { } number)
            payload.Number(3, (ulong)number);
        return payload.Written.ToArray();
    }

    private static ProtobufWriter Metric(in SparkplugMetric metric)
    {
        var writer = new ProtobufWriter();
        writer.Text(1, metric.Name);
        writer.Number(3, (ulong)metric.Timestamp);
        writer.Number(4, (ulong)metric.Type);
        var value = metric.Value;
        var isTold = metric.Type switch
        {
            SparkplugType.Int64 => value.Kind == TagValueKind.Whole,
            SparkplugType.Double => value.Kind == TagValueKind.Number,
            SparkplugType.Boolean => value.Kind == TagValueKind.Boolean,
            _ => !value.IsNull,
        };
        if (!isTold)
            writer.Flag(7, true);
        if (metric.Quality is { } quality)
            writer.Message(9, Quality(quality));
        if (!isTold)
            return writer;
        switch (metric.Type)
        {
            case SparkplugType.Int64:
                writer.Number(11, (ulong)value.AsWhole);
                break;
            case SparkplugType.Double:
                writer.Double(13, value.AsNumber);
                break;
            case SparkplugType.Boolean:
                writer.Flag(14, value.AsBoolean);
                break;
            default:
                writer.Text(15, value.ToString());
                break;
        }

        return writer;
    }

    /// <summary>The property <c>Quality</c> (6.4.19): 192 good, 0 bad, 500 stale.</summary>
    private static ProtobufWriter Quality(TagQuality quality)
    {
        var value = new ProtobufWriter();
        value.Number(1, Int32Type);
        value.Number(3, quality switch
        {
            TagQuality.Good => Good,
            TagQuality.Uncertain => Stale,
            _ => 0,
        });
        var set = new ProtobufWriter();
        set.Text(1, "Quality");
        set.Message(2, value);
        return set;
    }
}
