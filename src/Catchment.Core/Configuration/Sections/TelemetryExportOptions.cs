namespace Catchment.Core.Configuration;

/// <summary>The section <c>otlp</c>: metrics for an OpenTelemetry collector.</summary>
public sealed record TelemetryExportOptions
{
    /// <summary>URL of the collector; null: nothing is exported.</summary>
    [Setting("endpoint", Description = "URL of an OpenTelemetry collector; null for no export.", Pattern = @"^https?://\S+$", Example = "http://127.0.0.1:4317")]
    public string? Endpoint { get; init; }

    /// <summary>Time between two exports.</summary>
    [Setting("interval", Description = "Time between two exports.", Min = 0.1, Max = 86400)]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);
}
