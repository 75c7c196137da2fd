namespace Catchment.Core.Diagnostics;

/// <summary>Where and how the numbers are exported with the OpenTelemetry protocol.</summary>
public sealed record OtlpSettings
{
    /// <summary>The collector, such as <c>http://collector:4318</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>How it is spoken to.</summary>
    public OtlpTransport Transport { get; init; } = OtlpTransport.HttpProtobuf;

    /// <summary>The time between two exports.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The settings of the environment's standard variables.</summary>
    /// <param name="variable">
    /// Reads a variable: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>,
    /// <c>OTEL_METRIC_EXPORT_INTERVAL</c> (milliseconds).
    /// </param>
    /// <returns>Null when no endpoint is set, or none that is an address.</returns>
    public static OtlpSettings? FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (!Uri.TryCreate(variable("OTEL_EXPORTER_OTLP_ENDPOINT"), UriKind.Absolute, out Uri? endpoint))
        {
            return null;
        }

        var settings = new OtlpSettings
        {
            Endpoint = endpoint,
            Transport = string.Equals(variable("OTEL_EXPORTER_OTLP_PROTOCOL"), "grpc", StringComparison.OrdinalIgnoreCase)
                ? OtlpTransport.Grpc
                : OtlpTransport.HttpProtobuf,
        };
        return int.TryParse(variable("OTEL_METRIC_EXPORT_INTERVAL"), out int milliseconds) && milliseconds > 0
            ? settings with { Interval = TimeSpan.FromMilliseconds(milliseconds) }
            : settings;
    }
}
