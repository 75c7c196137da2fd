using System.Net;
using System.Text;
using System.Threading.Channels;
using Catchment.Core.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class OtlpExportTests : IDisposable
{
    private readonly Channel<(string Path, string Type, byte[] Body)> _received =
        Channel.CreateUnbounded<(string Path, string Type, byte[] Body)>();

    private readonly NodeMetrics _metrics = new(TimeProvider.System, "1.2.3");
    private WebApplication? _collector;

    public void Dispose()
    {
        _metrics.Dispose();
        (_collector as IDisposable)?.Dispose();
    }

    [Theory]
    [InlineData("", "/v1/metrics")]
    [InlineData("/otel/", "/otel/v1/metrics")]
    [InlineData("/v1/metrics", "/v1/metrics")]
    public async Task The_numbers_reach_a_collector_over_http(string suffix, string path)
    {
        string address = await CollectAsync(HttpProtocols.Http1);
        ServiceMetrics hub = _metrics.ForService("hub");
        hub.Received(3);
        OtlpExport.Start(new OtlpSettings { Endpoint = new Uri(address + suffix) }, "data1", "1.2.3").Dispose();

        (string Path, string Type, byte[] Body) export = await _received.Reader.ReadAsync().AsTask().InTimeAsync();

        export.Path.ShouldBe(path);
        export.Type.ShouldBe("application/x-protobuf");
        // Field 1, length-delimited: ExportMetricsServiceRequest.resource_metrics.
        export.Body[0].ShouldBe((byte)0x0a);
        Contains(export.Body, "catchment_hub_received_total").ShouldBeTrue();
        Contains(export.Body, "catchment_build_info").ShouldBeTrue();
        Contains(export.Body, "data1").ShouldBeTrue();
    }

    [Fact]
    public async Task The_numbers_reach_a_collector_over_grpc()
    {
        string address = await CollectAsync(HttpProtocols.Http2);
        _metrics.ForService("pump").Sent(3);
        OtlpExport.Start(new OtlpSettings { Endpoint = new Uri(address), Transport = OtlpTransport.Grpc }, "data1", "1.2.3").Dispose();

        (string Path, string Type, byte[] Body) export = await _received.Reader.ReadAsync().AsTask().InTimeAsync();

        export.Path.ShouldBe("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export");
        export.Type.ShouldBe("application/grpc");
        Contains(export.Body, "catchment_pump_sent_total").ShouldBeTrue();
    }

    private static bool Contains(byte[] body, string text) => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private async Task<string> CollectAsync(HttpProtocols protocol)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = protocol));
        _collector = builder.Build();
        _collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await _received.Writer.WriteAsync((context.Request.Path.ToString(), context.Request.ContentType ?? string.Empty, body.ToArray()));
            context.Response.ContentType = context.Request.ContentType;
            if (protocol == HttpProtocols.Http2)
            {
                context.Response.AppendTrailer("grpc-status", "0");
            }
        });
        await _collector.StartAsync();
        return _collector.Urls.Single();
    }
}
