using Catchment.Core.Diagnostics;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class OtlpSettingsTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    [Fact]
    public void Without_an_endpoint_nothing_is_exported() => Read().ShouldBeNull();

    [Fact]
    public void The_standard_variables_are_understood()
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://collector:4317";
        Read().ShouldBe(new OtlpSettings { Endpoint = new Uri("http://collector:4317") });

        _environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        _environment["OTEL_METRIC_EXPORT_INTERVAL"] = "5000";
        Read().ShouldBe(new OtlpSettings
        {
            Endpoint = new Uri("http://collector:4317"),
            Transport = OtlpTransport.Grpc,
            Interval = TimeSpan.FromSeconds(5),
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("collector")]
    public void An_endpoint_that_is_no_address_counts_as_none(string endpoint)
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
        Read().ShouldBeNull();
    }

    private OtlpSettings? Read() => OtlpSettings.FromEnvironment(name => _environment.GetValueOrDefault(name));
}
