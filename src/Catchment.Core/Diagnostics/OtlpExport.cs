using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// Exports the numbers of the node with the OpenTelemetry protocol. Only code that has settings at hand touches this
/// type, so that a node without them never loads the OpenTelemetry assemblies.
/// </summary>
internal static class OtlpExport
{
    // A collector that does not answer must not hold up the end of the node.
    private const int TimeoutMilliseconds = 3000;

    /// <summary>Begins to export; disposing the result exports once more and ends.</summary>
    /// <param name="settings">Where and how.</param>
    /// <param name="node">The node's name, told as the service's instance.</param>
    /// <param name="version">The program's version.</param>
    public static IDisposable Start(OtlpSettings settings, string node, string version) =>
        Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("catchment", serviceVersion: version, serviceInstanceId: node))
            .AddMeter(NodeMetrics.MeterPrefix + "*")
            .AddOtlpExporter((exporter, reader) =>
            {
                bool http = settings.Transport == OtlpTransport.HttpProtobuf;
                exporter.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
                exporter.Endpoint = http ? MetricsAddress(settings.Endpoint) : settings.Endpoint;
                exporter.TimeoutMilliseconds = TimeoutMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.Interval.TotalMilliseconds;
            })
            .Build();

    // An address given in code is used as it is; the specification's path is only added to the environment's.
    private static Uri MetricsAddress(Uri endpoint) =>
        endpoint.AbsolutePath.EndsWith("/v1/metrics", StringComparison.Ordinal)
            ? endpoint
            : new Uri($"{endpoint.ToString().TrimEnd('/')}/v1/metrics");
}
