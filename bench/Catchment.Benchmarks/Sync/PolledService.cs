using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Catchment.Benchmarks.Sync;

/// <summary>A polling service that answers documents made beforehand.</summary>
internal sealed class PolledService : IAsyncDisposable
{
    private const int TagsOfDevice = 100;

    private readonly WebApplication _app;

    private PolledService(WebApplication app) => _app = app;

    /// <summary>Where it answers.</summary>
    internal Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts it on a free port.</summary>
    /// <param name="next">The next document.</param>
    internal static async Task<PolledService> StartAsync(Func<byte[]> next)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(context =>
        {
            var body = next();
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        await app.StartAsync();
        return new PolledService(app);
    }

    /// <summary>A document of devices with a hundred tags each.</summary>
    /// <param name="tags">So many tags.</param>
    /// <param name="seed">Other seeds have other values.</param>
    internal static byte[] Document(int tags, int seed)
    {
        var random = new Random(seed);
        var json = new StringBuilder("{");
        for (var i = 0; i < tags; i++)
        {
            json.Append(i % TagsOfDevice == 0 ? $"{(i == 0 ? "" : "},")}\"PLC_{i / TagsOfDevice:00}\":{{" : ",");
            json.Append(CultureInfo.InvariantCulture, $"\"tag-{i:00000}\":{{\"value\":{random.NextDouble() * 1000:R},\"status\":\"ok\",\"error\":null,\"timestamp\":1795228121,\"last_successful_timestamp\":1795228121}}");
        }

        return Encoding.UTF8.GetBytes(json.Append("}}").ToString());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
